"""What danger sounds like whatever the words stand in, in English and Spanish at once.

Where `danger_english` and `danger_spanish` list what people say, this lists what comes together in
a sentence when they say it in words of their own: somebody close, a hurt, a place. Data only.
"""

LISTS = {
    "ME": "i | me | my | mine | myself | us | our | yo | mi | mis | nos | we",
    "KID": """student | students notebook | pupil | kid | boy | girl | child | kiddo | grader | freshman
        sophomore | he | she | him | her | daughter | son | friend | sister | brother | classmate
        roommate | girlfriend | boyfriend | teammate | cousin | niece | nephew | alumno | alumna
        estudiante | nino | nina | hijo | hija | amiga | amigo | hermano | hermana | prima | primo
        companero | companera | chico | chica | sobrino | sobrina | muchacho | muchacha""",
    "ONEKID": """a student | my student | one of my | this student | the student | student | kid | boy
        girl | child | grader | my son | my daughter | her son | her daughter | alumno | alumna
        estudiante | nino | nina | mi hijo | mi hija | un chico | una chica | 1st grader
        second grader | sophomore | freshman""",
    "KIN": """dad | father | mom | mother | stepdad | stepfather | stepmom | stepmother | uncle | aunt
        grandpa | grandfather | grandma | grandmother | brother | stepbrother | cousin | parents
        boyfriend | girlfriend | husband | wife | coach | teacher | babysitter | neighbor | pastor
        man | guy | foster | papa | mama | padre | madre | padrastro | madrastra | tio | tia
        abuelo | abuela | primo | hermano | novio | marido | esposo | vecino | senor | hombre
        entrenador | maestro | colleague | tutor | ex | roommate | older | family | familia
        someone in | alguien de""",
    "HURT": """hits | hit | hitting | beats | beat | beating | punches | punched | kicks | kicked | slaps
        slapped | smacks | smacked | chokes | choked | whips | whipped | burns | burned | burnt | burn
        throws me | threw me | throws us | throws her | throws him | threw her | threw him | shoves
        shoved | locks me | locks us | drags | dragged | twists | twisted | against the wall
        with a belt | the belt | with the iron | pulls my hair | pulled my hair | beat up | strangled
        pega | pego | golpea | golpeo | quemo | quema | patea | pateo | empuja | empujo | maltrata
        lastima | lastimo | cinturon | cinto | cachetada | ahorco | jala | plancha | chancla
        hurts | hurt me | hurts me | hurting me | hurts her | hurts him""",
    "TOUCH": """touch | touches | touched | touching | kiss | kissed | kisses | rubs | grabbed my | grabs my
        gropes | groped | secret game | private parts | privates | undress | naked | underwear
        shirt off | lap | toca | toco | tocan | tocaba | manosea | besa | beso | desnuda | desnudo
        partes intimas | partes privadas""",
    "MARK": """bruise | bruises | bruised | handprint | handprints | hand print | burn mark | burn marks
        burn | burns | welt | welts | black eye | busted lip | finger marks | fingerprints | marks
        marked | swollen | broken arm | cast | moreton | moretones | moretes | marcas | marcada
        marcado | quemadura | quemaduras | ojo morado | golpes | shape of fingers | scar | scars""",
    "BODY": """arm | arms | cheek | neck | back | face | leg | legs | wrist | wrists | thigh | thighs
        ribs | eye | ear | hand | head | stomach | espalda | brazo | brazos | cuello | cara | pierna
        piernas | muneca | munecas | mejilla | mano | oreja | cabeza""",
    "SECRET": """secret | not tell | never tell | not say anything | tell anyone | tell anybody
        tell nobody | not to tell | not call home | not call my mom | begged me | promise not
        swore | believe me | nobody knows | keep quiet | our secret | no diga | no digas
        no diga nada | no digas nada | secreto | no le diga | no le digas | a nadie | no le dijera
        no le dije | can not say | cannot say why | not say why | creer | said not to""",
    "AFRAID": """scared | afraid | terrified | frightened | flinch | flinches | flinched | cries | cried
        crying | crawled under | crawls under | hides | hid under | wets | wet himself | wet herself
        shakes | shaking | shakes when | panics | begged | begs | tiembla | llora | miedo | asustada
        asustado | pale | do not want to go | not want to be alone | not safe | unsafe | trembles""",
    "HOME": """home | house | apartment | room | bedroom | bed | door | closet | bathroom | weekend
        weekends | casa | cuarto | cama | puerta | recamara | fin de semana | viernes | basement
        asleep | sleep | night | nights | noche | duermo""",
    "DRUNK": "drunk | drinks | drinking | been drinking | beer | borracho | tomado | toma mucho | high",
    "FOOD": """food | cereal | groceries | eat | eaten | dinner | hungry | fed | starving | fridge
        comida | comer | comido | hambre | cena""",
    "GONE": """no one | nobody | alone | by ourselves | by myself | gone | not come back | not home
        not been home | has not come | left us | nadie | solo | sola | solos | solas | no ha vuelto
        ran out | run out | no regresa""",
    "SINCE": """since | for days | days | all weekend | week | tuesday | monday | wednesday | thursday
        friday | saturday | sunday | desde | dias | hace""",
    "PIC": """pics | pictures | photos | selfies | nudes | nude | videos | video | picture | photo | fotos
        foto | pack | camera on""",
    "PRESSURE": """send | post | share | leak | owe | owes | pay | money | gift cards | threat* | make me
        makes me | wants me to | asks me | asked me | keeps asking | or else | if i do not | says i
        mandar | mande | subir | publicar | amenaza | quiere que | me pide | trade""",
    "STRANGER": """online | from a game | on a game | discord | roblox | snap | snapchat | instagram
        tiktok | older | man | guy | stranger | coach | 19 | 20 | 21 | 22 | 23 | 24 | 25 | 30 | 35
        en linea | internet | desconocido | mayor | messages at midnight | private messages
        texts me at night""",
    "DEATH": """die | dying | dead | death | suicide | suicidal | kill myself | killing myself | kms
        take my life | taking my life | end my life | ending my life | end it all | end it
        kill herself | kill himself | kill themself | kill themselves | take her life | take his life
        not wake up | disappear | unalive | funeral | heaven | coffin | not be alive | not exist
        morir | morirme | matarme | matarse | suicidio | suicidar | suicidarme | suicidarse
        quitarme la vida | quitarse la vida | desaparecer | no vivir | no quiero vivir | morirse""",
    "WILL": """want | wants | wanted | wanna | going to | plan | planning | plans | think | thinking
        thought | thoughts | wish | wishes | tried | trying | decided | thinks | deserve | try | ready
        easier | better | hope | quiero | quiere | queria | pienso | piensa | voy a | va a | pensado
        ganas | intento | intente | imagina | dijo que | wonder""",
    "SELFCUT": """cut | cuts | cutting | scissors | razor | blade | blades | scratch | scratches
        scratching | burn | burns | burned | self harm | self harming | hurt myself | hurts herself
        hurts himself | hurt herself | hurt himself | hurting herself | hurting himself
        hurting myself | paper clip | bled | bleeding | scars | cortes | cortadas | cicatrices
        me corto | se corta | me lastimo | se lastima | me hago dano | navaja""",
    "LOW": """numb | empty | gray | grey | worthless | hopeless | useless | pointless | burden | broken
        unwanted | disgusting | hate myself | deserve to exist | deserve to live | deserve to be here
        bother waking | why i should | why bother | too tired to | no point | nothing helps
        only thing that helps | only way to feel | stopped eating | does not sleep | vacia | vacio
        inutil | sin sentido | estorbo | carga | triste | trapped | drowning inside | so alone
        nobody cares | no one cares | nobody would care | cant feel | gets easier | just stop""",
    "PARTING": """goodbye | good bye | gave her | gave his | gave away | giving away | gives away
        gave all | gave my | can have my | can have her room | i can have her | i can have his
        deleted all | deleted her | deleted his | sketchbooks | read after | after i am gone
        when i am gone | will not need | would not need | save him a seat | save her a seat
        save me a seat | last letter | last message | adios | despedida | despedirse | despidio
        se despidio | regalo sus | regalo todas | taken care of | for the last time""",
    "FAULT": """their fault | her fault | his fault | your fault | feel guilty | not guilty | blame
        forgive me | sorry for everything | not their fault | was not their fault | la culpa
        su culpa | perdonen | perdonenme""",
    "LETTER": """letter | note | message | something my parents | text | video | journal | essay | poem
        notebook | carta | nota | mensaje | cuaderno | diario | email""",
    "PILLS": """pills | pill | tylenol | medicine | meds | pastillas | bottle of | overdose | overdosed
        sleeping pills""",
    "WEAPON": """gun | guns | pistol | rifle | shotgun | knife | knives | blade | bomb | bullets | ammo
        weapon | weapons | glock | bat | machete | pistola | arma | cuchillo | navaja | escopeta
        bomba | balas | rifle""",
    "ATTACK": """kill | shoot | stab | hurt | shoot up | blow up | beat up | jump me | jump him | jump her
        attack | murder | bomb | burn down | die | bring | bringing | brought | taking | take | beat me
        respect | matar | disparar | picar | apunalar | lastimar | traer | llevar | traigo | golpear
        coming up there | come back with | coming back with | regresar con | venir con | regrese con""",
    "SCHOOL": """school | class | classroom | lunch | bathroom | cafeteria | library | homecoming | prom
        bus | campus | hallway | gym | office | assembly | teacher | teachers | principal | recess
        escuela | salon | clase | maestra | maestro | recreo | director | cafeteria | pasillo
        period | everyone | everybody | todos""",
    "WHEN": """tomorrow | tonight | monday | tuesday | wednesday | thursday | friday | today | next week
        dec | after school | before break | manana | lunes | martes | miercoles | jueves | viernes
        hoy | at lunch | in the morning | 6th period""",
    "REVENGE": """sorry | regret | afraid | scared | respect | laugh | laughed | ignored | ignore | pay for
        what it is like | know who i am | know my name | remember me | last time | deserve | revenge
        burlar | burlaron | burlarse | respetarme | respetar | miedo | quien soy | arrepentir
        make fun of | picked on | listen to me | never again""",
    "SAID": """told | said | says | saying | tells | wrote | writes | texted | texts | texting | posted
        disclosed | showed | shows | journal | emailed | yelled | shouted | screamed | threatened
        stated | turned in | mentioned | asked | drew | conto | dijo | dice | escribio | enseno | subio
        puso | grito | confeso | gritando | platico | publico | amenazo""",
    "WRITEUP": """report | document | write up | write it up | write this up | file | log | referral
        statement | incident | observation | who do i | whom do i | who should i | should i call
        what do i do | what should i do | que hago | reporte | a quien aviso | reportar | notify
        exactly as | email to admin | message to admin | counselor | summary | mandated | concern""",
}  # fmt: skip

SELF_HARM = """
3 & ME WILL DEATH
2 & KID SAID DEATH
3 & KID SAID WILL DEATH
3 & ONEKID DEATH WILL
3 & ME SELFCUT BODY
3 & KID SELFCUT BODY
3 & KID SAID SELFCUT
3 &2 ONEKID SELFCUT WRITEUP
3 & KID WILL SELFCUT
3 & KID PILLS on_purpose|a_bunch|too_many|all_the|whole_bottle|swallowed|took|takes|overdosed|tomo
3 & ME PILLS on_purpose|too_many|all_the|whole_bottle|swallow|swallowed|die|tonight|end
2 & ME LOW
3 & ME LOW DEATH
3 & ME LOW exist|exists|waking_up|living|life|alive|existir|vivir|vida|bother
3 &2 KID LOW PARTING
3 &2 ONEKID LOW WRITEUP
2 & KID PARTING
3 & KID PARTING acting|calm|weird|strange|monday|every|scared|worried|do_not_know_who|stopped
3 &2 KID PARTING calm|scared|worried|who_to_ask|weird|stopped|overreacting|should_i
3 &2 LETTER PARTING family|parents|mom|mama|papas|everyone|familia|dad
3 &2 LETTER FAULT parents|mom|dad|family|they|mama|papas|familia|them
3 & nobody|no_one|anyone|anybody|who|nadie my_funeral|a_mi_funeral
3 & heaven|cielo early|on_purpose|myself|sooner|join|a_proposito go|going|get|ir|irme|be
3 & ME DEATH tonight|this_weekend|thursday|friday|monday|by_friday|next_week|esta_noche|manana
3 & KID DEATH tonight|this_weekend|if_i_break_up|if_i_leave|promise|swear|not_tell|anoche|esta_noche
3 & KID not_want_to_live|no_quiere_vivir|no_queria_vivir|not_want_to_be_here|not_want_to_be_alive
3 how do you tell ~3 mom|dad|parents|someone|counselor ~4 want|wanted to die
3 you want to die ~4. typing|telling|keep|i|tell
3 not ~1 see|picture|imagine myself|me ~2 being|alive|here|making|growing|at|past|turning
3 what happens ~8 when|if|after ~1 you die ~8. i|mine|me|asking|my
3 how long ~6 sad|miss|cry|grieve|get_over|upset ~4 after|when|if ~6 gone|dies|die|dead|kid|child|daughter|son
4 step|stepping|jump|jumping|walk|walking|run|running|lay|lying|throw* ~1 myself? ~1 in_front|in_to|into|off ~3 it|bus|train|traffic|car|cars|truck|bridge|roof|tracks|road
3 not|never|wont ~2 have_to|need_to|need save ~2 seat|spot
4 plan|planning|going to ~1 take my life
4 kms ~8. serious|not_joking|not_a_joke|for_real|tonight|not_in|im_done
3 wish ~2 i|she|he ~1 was|were ~1 dead|gone|never_born|not_alive
4 irme|voy para_siempre ~6 nadie|cuenta|extran*
3 si ~1 me voy ~2 para_siempre
3 numb ~6 does_it|cut|cuts|scars|so_i|hurts
"""

ABUSE = """
3 & ME KIN HURT
2 & KID KIN HURT
3 & KID KIN HURT MARK
3 & KID SAID KIN HURT
3 & ME KIN TOUCH
3 & ME KIN TOUCH SECRET
3 & KID KIN TOUCH SAID
3 &2 KIN TOUCH SECRET
3 & he|she|they|el|ella TOUCH me ~3 SECRET
3 touches|touched|touch me
3 & ME TOUCH is_it_normal|normal|okay|ok_if|gross|scared|night|weird
3 touching ~8. say_no|said_no|did_not|family|bad|member
3 &2 family|member|someone touching|touches|touched bad|no|normal|secret|wrong|okay
3 & KID MARK BODY
3 & ONEKID MARK
3 & ME MARK BODY
3 & ME MARK KIN
3 & how_long|hide|cover|heal|go_away|fade|show MARK my|your|mi|tu|you
3 how long ~3 finger|hand|belt|bruise* ~2 marks|bruises|stay|last|take
3 & ME KIN SECRET scared|hit*|bed|night|room|touch*|hurts|duermo|noche
3 &2 KID AFRAID HOME KIN
3 &2 ONEKID AFRAID dad|mom|father|mother|stepdad|home|uncle|boyfriend|papa|padrastro|casa|tio
3 & ME sleep|sleeps|duermo chair|door_locks|locks|lock|bathroom|closet|under|cierro he|drinking|drunk|in|stepdad|dad|him|because
3 & chair|lock|dresser|block door drinking|drunk|night|nights|comes|him|he ME
3 & ME DRUNK KIN|he|she HURT|scared|hide|hides|yells|door|breaks|throws|chair
3 & ME GONE FOOD
3 & ME GONE SINCE apartment|home|house|casa|mom|mama|dad|parents
3 &2 FOOD GONE SINCE apartment|home|house|casa|mom|mama|parents
3 & PIC PRESSURE STRANGER
3 & ME PIC underwear|bra|naked|nude|body|shirt|desnud*|ropa_interior
3 & ME STRANGER PIC PRESSURE
3 & STRANGER PRESSURE underwear|nude|nudes|naked|meet|hotel|sex|desnud*|ropa|secret ME
3 & colleague|coach|teacher|adult|man|staff|maestro|entrenador|sub grooming|groom|midnight|rides_home|private_messages|kissed|kiss|gifts student*|girls|girl|boy|boys|me|my|alumn*|freshman|kid
3 & teacher|coach|pastor|priest|principal|sub|counselor kissed|kiss|kisses|touched|touches|hugged me|my
3 & ME alone family|uncle|cousin|stepdad|brother|grandpa|tio|primo|familia|him not_want|not_say|can_not_say|scared|no_quiero|hate|why
3 & toca_ir|me_toca_ir|tengo_que_ir|have_to_go|have_to_stay|custody_weekend papa|dad|dads|stepdad|mom|padrastro|his_house|tio cosas|scared|miedo|bad|things|pasan|hurt*|no_quiero|hate
3 & no_quiero|not_want|hate|odio|scared viernes|friday|weekend|fin_de_semana|visits dad|papa|stepdad|padrastro|uncle|tio|father
3 & me_gusta|like|quiero novio_de_mi_mama|moms_boyfriend|padrastro|stepdad|tio|uncle cuarto|room|cama|bed
3 & KID SAID KIN TOUCH|secret|secreto|game|juego
3 &2 ONEKID KIN MARK|HURT WRITEUP
3 & desk|table|floor crawled|crawls|hid|hides dad|home|phone|parents|mom|call*
3 lock|locked|locks ~3 on|from ~1 the? outside
3 only ~1 let|allowed ~1 out ~6 when|if
3 my ~2 hand|arm|face|back|leg ~4 on purpose
3 burned|burnt|burn|quemo ~3 my|me|mi|la ~2 hand|arm|leg|face|mano|brazo ~8. because|purpose|porque|spilled|bad
3 & ME hear|see|walk|sit|breathe|move HURT so_hard|can_not|cant
3 boyfriend|husband|partner|ex ~2 choked|strangled|hit|hits ~1 me
3 & flinch*|bruise*|fingers picks|pick|pickup|picked boyfriend|dad|stepdad|him|mom
"""

THREAT = """
3 & WEAPON ATTACK SCHOOL WHEN
3 & ME WEAPON ATTACK SCHOOL
3 & ME WEAPON REVENGE
3 & WEAPON ATTACK WHEN SAID
3 & KID SAID WEAPON
2 & KID WEAPON ATTACK
3 & KIN|parent|father|mother|he|she|padre SAID ATTACK WEAPON
3 & i|voy ATTACK SCHOOL everybody|everyone|all|in_it|todos|inside
3 & ME shoot|stab|kill|hurt|matar|picar|apunalar in|at|during|after|en SCHOOL going_to|gonna|want|will|voy|quiero
3 & kid|student|boy|guy|friend|cousin|chavo|alumno|girl|someone|he|she going_to|gonna|will|wants_to|va_a|threatened|planning shoot|shoot_up|stab|bomb|kill|disparar|matar|blow_up SCHOOL|WHEN
3 & beat|jump|stab|hurt|kill|fight|golpear|pegar me|us|my_friend WHEN if|money|said|told|with|unless
3 & list|lista|hit_list kill|bullets|teachers|names|die|gun|hit_list|shoot|nombres|matar
3 & WHEN REVENGE they|everyone|everybody|nobody|all|todos|nadie|them finally|will|know|again|going_to|ever|van|volver|saber
3 & everyone|everybody|all|todos|people dies|will_die|die|dead|muere*|moriran|morir WHEN|dec|nov|oct|class|SCHOOL
2 & wall|desk|bathroom|note|locker|pared|bano wrote|written|found|says|escrito|encontre die|dies|kill|shoot|bomb|dead|matar|morir
3 &2 wall|desk|bathroom|note|locker|pared wrote|written|found|says|escrito die|dies|kill|shoot|bomb|dead|matar
3 not|dont|nobody ~1 be|come|go|show_up ~1 in|to|at|near ~2 library|cafeteria|gym|school|class|hallway|bathroom|assembly ~4 WHEN|period|lunch
3 all ~1 i am allowed to say
3 & which_door|what_door|what_time|which_exit|where_do teachers|teacher|guard|officer|everyone|security|kids morning|use|last_time|ignored|leave|sorry|ever
3 last time ~2 anyone|anybody|they|you|he|she ~2 ignore*|laugh*|mess*|bull*
3 & posted|subio|snap|story|photo|foto|picture WEAPON
3 & nadie|nobody sale|leaves|sobrevive|survives|gets_out WHEN|school|escuela|alive|vivo
3 me va a matar ~2 si ~4 repruebo|repruebe|suspendo|no_paso|califico
3 & dijo|amenazo|grito|dice me_va_a_matar|va_a_matar|me_iba_a_matar miedo|estacionamiento|padre|papa|si
3 help|write|make ~4 note|message|letter|text ~8 stab|shoot|kill|hurt|know_where|jump ~1
3 & threat|threatened|threatening|amenaza|amenazo me|student|students|teacher|staff|school|escuela|life today|this_morning|yesterday|just|WRITEUP|SAID
"""

EXCUSES = ""
FRAMES = ""
