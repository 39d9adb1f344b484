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
    "FAMILIAR": """papa | padrastro | tio | abuelo | primo | hermano | abuela | mama | novio | padrino
        hermanastro | el | ella""",
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
        marked | swollen | broken arm | moreton | moretones | moretes | marcas | marcada
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
    "KILLSELF": """kill yourself | kill myself | end it | want to die | commit suicide | end your life
        end my life | matarse | suicidarse | matarme | want to be dead""",
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
3 & ME bridge|overpass|roof|rooftop|ledge|balcony|train_tracks|puente|azotea stood|stand|standing|sat|sitting|jump|edge|walked|climbed|drive_off|parado|parada|tirarme
3 can not do life|living|this_life|another_day
3 want ~2 out ~2. of ~1 everything|life|this_life|it_all|here_forever
3 done with ~1 life|living|existing|my_life
3 & ME before_i_go|not_coming_back|not_come_back|never_coming_back|leave_for_good|gone_for_good say|dog|cat|mom|tell|letter|list|family|friends|understand|things
3 &2 ME before_i_go|not_coming_back|never_coming_back understand|say|goodbye|mom|dog|family|friends
3 not|never ~1 make|making it to|past|until ~2 june|may|graduation|christmas|summer|eighteen|seventeen|18|17|16|15|prom|my_birthday|next_year|senior_year|monday|spring|high_school
3 leave|leaving|left ~2 them|everyone|family|my_family|people ~2 on_purpose|for_good|forever
4 goodnight|good_night|bye|goodbye forever
3 world|everyone|everybody|people|family|kids|mundo|todos|familia|brothers|sisters|hermanos ~6 better|happier|mejor ~3 without|sin ~1 her|him|them|ella|el|me|mi
3 family|brothers|sisters|parents|they|mom|kids|everyone ~4 better off ~3 if|with|just|two
3 is it ~3 selfish|wrong|sin|cowardly|bad|pecado|weak ~3 KILLSELF
3 how much|many|long|high|deep ~3 blood|pills|fall|rope ~6 die|pass_out|before_you|kill|fatal|survive ~6. me|myself|not_a_project|asking|friend
3 & ME how_much|how_many blood|pills for_me|not_a_project|pass_out|die
3 &2 KID selling|sold|giving|gave|give|vendiendo|regalando things|stuff|belongings|cosas|clothes good_friend|good_friends|goodbye|report|worried|call|avisar
3 drawing|drew|draws|sketch|dibujo ~8 hanging|ahorcado|ahorcada|noose|dead|grave|coffin|bleeding
3 & ME forgive|forgiven after|afterwards on_purpose|leave|gone|do_it|go
3 stop|stopped|not ~2 eating ~6 want|wants ~2 disappear|die|be_gone
3 & ME hurt|hurting|hurts myself|me_lastimo feel|check|real|calm|release|cope|better|numb
3 & ME future|futuro not|no|never see|have|want|exist|tener|veo
3 & ME matter|mattered|important anyway|anymore dead|gone|here|alive|june|soon
3 & KID goodbye|good_bye|forever|adios phone|group_chat|text|texted|snap|freaking_out|scared|turned_off|offline|mensaje
2 & ME tired|exhausted|done|cansado|cansada living|trying|fighting|everything|vivir|todo
2 & ME cry|crying|lloro every_night|every_day|to_sleep|in_the_bathroom|todas_las_noches
2 & ME alone|lonely|sola|solo always|completely|nobody|anymore|siempre
2 & ME sleep|dormir forever|all_day|never|siempre
2 & ME nothing|nada matters|fun|helps|feel|importa|sirve
2 & ME scared|afraid|miedo myself|of_what_i_might_do|de_mi|might_do
3 what i might do to myself
3 & ME secret|not_tell|dont_tell pills|cut|cutting|die|blade
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
3 & ME KIN neck|throat|finger|fingers|kneel|kneeling|ribs|hair|cuello|pelo|garganta|arrodilla|arrodillo broke|breaks|grabs|grabbed|pulls|pulled|makes|twist*|squeez*|agarro|agarra|jala|hurt*|around|punish*
3 & KIN borracho|drunk|tomado|drinking|drinks neck|cuello|rompe|breaks|broke|agarro|grabbed|throws|throw|grita|scared|hide
3 & ME|my drink|drunk|asleep|woke|passed_out clothes|naked|underwear|ropa without|no|off|sin|gone|on_me
3 & teacher|coach|pastor|boss|tutor|sub|entrenador|maestro stay_after|arm_around|hand_on|lap|waist|massage|rubs|texts_me|snapchat|alone_with|touch*|cintura ME hate|uncomfortable|weird|creepy|not_like|scared|keeps|gross
3 &2 PIC delete|of_me|of_you|of_her|someone_has|has_of show|post|threat*|said|parents|school|everyone
3 & ME|my MARK|ribs|rib|injur* truth|lie|lying|verdad|what_do_i_say|what_should_i nurse|teacher|coach|tell|say|enfermera
3 can ~1 not say|tell ~2 the truth
3 & key|lock|llave room|bedroom|cuarto not_want|scared|change|keep_him_out|keep_out|comes_in
3 what counts as abuse
3 is it ~3 abuse ~2 if|when
3 & ME KIN kneel|hours|punish*|castiga|locked|starve*|no_food|calls_me abuse|rice|arroz|hours|counts|horas|mistake|bad
3 & ONEKID burns|burn|cigarette|circular|lip|labio|tooth|quemaduras|bruise* mommy|mom|dad|daddy|mama|papa|stepdad|mad|enojo|home|fell
3 &2 ONEKID|she|he eats_everything|coat|smell*|same_clothes|falls_asleep|hambre|hungry|shoes|hygiene phone|answers|social_worker|cps|weekend|report|worried|concern|trabajadora_social
3 & wife|husband|boyfriend|girlfriend|partner|esposo|marido throws|hits|hit|threatens|pushed|pushes|choked|broke|tracks|controls me|baby|kids|us|my
3 no quiero|quiere ~2 irme|irse ~2 con ~2 mi|su FAMILIAR
3 & tell|say|cuento|digo|dice hurt|kill|lastimar|matar sister|brother|mom|dog|hermana|hermano|mama if|si|instead
3 & ME not_safe|unsafe|not_feel_safe|no_me_siento_segura|no_me_siento_seguro home|house|casa|room|cuarto|him|with|at
3 & ME foster|cps|social_worker|police tell|call|take|find_out|scared|happen mom|dad|home|family|parents
3 & ME run_away|running_away|escapar*|runaway home|house|casa|dad|mom|stepdad|tonight
2 & ME KIN yells|screams|scream|grita hits|hit|throws|breaks|scared|every|hide|pega
3 &2 ONEKID is_that_something_i_report|do_i_report|should_i_report|do_i_have_to_report|have_to_report_this|should_i_call_someone|who_do_i_call|mandated|tengo_que_reportarlo|lo_reporto|debo_reportar|a_quien_aviso|a_quien_le_aviso|do_i_write_that_up
2 should|do|tengo ~2 report|call|reportar ~2 this|that|it|someone|esto
2 & KID flinch*|shak*|trembl*|withdrawn|cries|llora|tiembla dad|mom|home|stepdad|uncle|papa|casa|him|pickup
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
3 past|through|around|get ~3 metal detector|detectors
3 & i|ill|im gun|rifle|pistol|shotgun|glock|knife|bomb|pistola|escopeta|cuchillo|navaja house|casa|dads|dad|brothers|uncle|swear|again|if bring|take|going|get|use|llevar|come|show|grab
3 & WEAPON sell|selling|sells|sold|bought|buy|vende|comprar|hiding|hid|showing school|gym|kid|locker|bathroom|class|escuela|student|boy
3 & WEAPON dead|tomorrow|muerto|manana|next text*|sent|pic|picture|manda|foto|dm|message
3 open|opens|opening fire
3 explosive|bomb device|threat ~6
3 artefacto explosivo
3 & columbine|uvalde|sandy_hook|parkland wrote|said|going_to|better|like|do|again|next|admire*|obsess* student|junior|senior|he|she|kid|i|boy|slip|journal
3 & on_the_news|all_over_the_news|remember_my_name|know_my_name|watch_the_news|sale_en_las_noticias tomorrow|monday|friday|after|soon|manana|lunes|week
3 & map|list|plan|plano|lista|floor_plan school|escuela|class|hallway|cafeteria|salon deserve*|die|first|hurt|target|merecen|kill|who_dies
3 burn|quemar|blow ~3 school|escuela|place ~4 inside|adentro|everyone|todos|down|up
3 si ~1 me|nos siguen ~4 voy a
3 & hurt|kill|shoot|stab|beat|fight|attack teacher|principal|students|kids|classmates|people want|going_to|gonna|plan|thinking|fantasiz*|urge|dream i|he|she|student
3 & if|si fails|fail|suspend|expel|reprueba|suspende|expulsan|benches gun|rifle|shoot|kill|bullet|burn|matar|bomb|sorry|regret|shotgun|arma|pistola
3 & caller|email|call|voicemail|llamada|letter|anonymous|correo|mensaje shoot|bomb|kill|gun|bomba|matar|tiroteo|open_fire|explos* school|building|graduation|edificio|escuela|campus|students|gym
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
