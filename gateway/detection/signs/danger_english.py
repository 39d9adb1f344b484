"""What danger sounds like in English: phrases of children, teens and the adults around them.

The language is that of `phrases`; worths are explained in `danger`. Phrases are our own, from what
counsellors' and schools' public guidance says people say. Data only.
"""

LISTS = {
    "WANT": """want to | wanted to | wanting to | wish i could | would like to | would rather
        rather | need to | going to | about to | plan to | planning to | planning on | plan on
        thinking about | thinking of | think about | think of | thought about | thought of
        thoughts of | thoughts about | feel like | feels like | feeling like | try to | tried to
        trying to | tried | ready to | decided to | considering | considered | wish i was
        wish i were | wish i would | urge to | urges to | fantasize about | dream of | dream about
        daydream about | hope i | hoping i | tempted to | close to | deserve to | better off
        imagine | imagining | keep picturing | allowed to | let me""",
    "WISH": "wish i was | wish i were | wish i would | hope i | hoping i | wish i could | wishing i",
    "DIE": """die | dying | be dead | being dead | was dead | were dead | not be alive
        not being alive | was not alive | not exist | not existing | did not exist | stop existing
        disappear forever | disappear for good | just disappear | not wake up | never wake up
        not waking up | never waking up | do not wake up | be gone forever | go to heaven
        not be here anymore | not be here | was never born | had never been born | was not born
        had not been born | join him in heaven | join her in heaven | fade away | vanish forever
        be with the angels | stop living | quit living | stop being alive | sleep forever""",
    "KILLME": """kill myself | killing myself | killed myself | kms | end my life | ending my life
        ended my life | end it all | ending it all | end it for good | take my life | taking my life
        take my own life | taking my own life | took my own life | unalive myself | unalive
        hang myself | hanging myself | drown myself | drowning myself | shoot myself
        shooting myself | stab myself | jump off the roof | jump off a bridge | jump off the bridge
        jump in front | jump out the window | run into traffic | walk into traffic
        step in front of | off myself | end myself | delete myself | commit suicide
        committing suicide | take all my pills | take all the pills | swallow all
        overdose | overdosing | od on | slit my wrists | slit my wrist | starve myself to death
        commit die | not make it to 18 | suicide""",
    "CUT": """cut myself | cutting myself | hurt myself | hurting myself | harm myself
        harming myself | burn myself | burning myself | scratch myself | scratching myself
        self harm | self harming | self harmed | self injury | punish myself | starve myself
        starving myself | hit myself | hitting myself | bite myself | cut my arms | cut my wrists
        cut my wrist | cut my legs | cut my thighs | cut my arm | cutting my arms | make myself bleed
        carve my skin | burn my arm | burn my arms""",
    "THEYDIE": """kill himself | kill herself | kill themself | kill themselves | killing himself
        killing herself | killing themself | killing themselves | end his life | end her life
        end their life | ending his life | ending her life | ending their life | end it all
        end it | ending it | take his life | take her life | take their life | take his own life
        take her own life | take their own life | unalive himself | unalive herself
        unalive themself | hang himself | hang herself | shoot himself | shoot herself | die | dying
        be dead | was dead | were dead | not be alive | not want to live | not want to be alive
        not want to be here | suicide | suicidal | overdose | jump off | not be here anymore
        not wake up | never wake up | never been born | was never born | cut herself | cut himself
        cut themself | cut themselves | cutting herself | cutting himself | cutting themself
        cutting themselves | hurt herself | hurt himself | hurt themself | hurting herself
        hurting himself | self harm | self harming | burn herself | burn himself | starve herself
        starving herself | kms | disappear forever | be gone | better off dead""",
    "SAYS": """says | said | say | saying | told | tells | telling | text | texted | texting | texts
        wrote | writes | writing | posted | posts | keeps | disclosed | disclosing | mentioned
        mentions | threatened | threatens | threatening | wants to | wanted to | is going to
        was going to | are going to | tried to | tried | has been | is thinking | has thought
        is planning | plans to | admitted | snapped | dm | messaged | sent | confided | jokes
        joking | talks | talked | talking | expressed | reported | reports | thinks | thinking
        asked | whispered | made comments | been | wishes | will""",
    "MINE": """my friend | my best friend | my friends | friend of mine | a friend | my sister
        my brother | my little sister | my little brother | my cousin | my mom | my dad
        my girlfriend | my boyfriend | my classmate | my roommate | my teammate | my partner
        someone i know | someone in my | a girl in my | a boy in my | a kid in my | this girl
        this boy | this kid | a kid at | a girl at | a boy at | my son | my daughter | my student
        a student | one of my students | this student | student | the student | her son
        her daughter | his son | his daughter | their son | their daughter | a parent
        one of my kids | a boy | a girl | a kid | the boy | the girl | the kid | my kid | our son
        our daughter | a child | the child | this child | a freshman | a sophomore | a junior
        a senior | a fifth grader | a 5th grader | a 6th grader | a 7th grader | an 8th grader
        a 9th grader | a 10th grader | a first grader | a second grader | a third grader
        a fourth grader | a sixth grader | a seventh grader | an eighth grader | my ex
        my stepbrother | my stepsister | my older brother | my older sister | my twin | my bestfriend
        my colleague | a colleague | a coworker | my husband | my wife""",
    "SOMEONE": """my friend | my best friend | a friend | my sister | my brother | my cousin | he
        she | they | someone | somebody | student | a student | the student | this kid | a kid
        a girl | a boy | child | the child | son | daughter | classmate | one of my""",
    "KIN": """dad | father | daddy | mom | mother | mommy | mum | mama | papa | stepdad | stepfather
        stepmom | stepmother | parents | uncle | aunt | auntie | tio | tia | cousin | brother
        older brother | big brother | stepbrother | sister | grandpa | grandfather | grandma
        grandmother | granddad | guardian | foster mom | foster dad | foster parent | foster parents
        foster mother | foster father | moms boyfriend | mothers boyfriend | dads girlfriend
        aunts boyfriend | moms bf | moms husband | mom is boyfriend | family | boyfriend | girlfriend
        husband | wife | partner | ex | babysitter | sitter | nanny | coach | tutor | neighbor
        neighbour | pastor | roommate | moms new boyfriend | sisters boyfriend | cousins friend
        dads friend | brothers friend | moms friend""",
    "HITS": """hits | hit | hitting | beats | beat | beating | beats up | punches | punched | punching
        kicks | kicked | slaps | slapped | slapping | smacks | smacked | chokes | choked | choking
        strangles | strangled | whips | whipped | whoops | whooped | burns | burned | burnt | shoves
        shoved | hurts | hurt | hurting | throws things at | threw | grabs | grabbed | drags
        dragged | pushes | pushed | belts | spanks | locks | locked | pulls | pulled | stomped
        pinned | bites | bit | abuses | abused | abusing | rapes | raped | molests | molested
        attacks | attacked | knocks | knocked | slams | slammed""",
    "MEUS": """me | us | my sister | my brother | my little sister | my little brother | my mom
        my siblings | my baby sister | my baby brother | my mother""",
    "THEM": "him | her | them | his sister | her sister | his brother | her brother | the kids",
    "HURTS": """kill | killing | shoot | shooting | stab | stabbing | hurt | hurting | murder | attack
        attacking | strangle | choke | slit | behead | shank | pop | smoke | blast | beat up
        beat the | jump | blow up | blow the | shoot up | shooting up | burn down | bomb | bombing
        end | bust | slice | poison | run over | gun down | put a bullet | cap | slide on | merk
        put hands on | make pay | fight | break his | break her | smash his | smash her | knock out""",
    "TARGET": """him | her | them | everyone | everybody | you | all of you | you all | yall | people
        that kid | this kid | that girl | that boy | that teacher | my teacher | my teachers
        the teacher | the teachers | my class | the whole class | the class | the school
        this school | my school | our school | the place | this place | the cafeteria
        my classmates | my bullies | my bully | the bullies | the principal | the counselor
        the coach | the kids | those kids | some kids | kids | students | every one of | all of them
        somebody | someone | a bunch of people | as many | the bus | my stepdad | my dad | my mom
        my parents | my brother | my sister | mr | mrs | ms | miss | the whole school | the gym
        the girl | the boy | the kid | that guy | the guy | two of them | three""",
    "GUN": """gun | guns | pistol | rifle | glock | shotgun | handgun | firearm | revolver | ar15 | ar
        ak | strap | weapon | weapons | knife | knives | blade | machete | bomb | explosive
        explosives | ammo | ammunition | bullets | box cutter | switchblade | 9mm | pipe bomb
        razor | piece | grenade | blicky | bb gun | hunting knife""",
    "SCHOOL": """school | class | homeroom | campus | the bus | locker | backpack | bookbag | my bag
        his bag | her bag | bag | his waistband | cafeteria | gym | hallway | lunch | the game
        practice | prom | the dance | assembly | graduation | pep rally | the building | bathroom
        recess | his truck | his car | the parking lot | 1st period | 2nd period | 3rd period
        4th period | 5th period | 6th period | 7th period""",
    "SOON": """tomorrow | tonight | today | monday | tuesday | wednesday | thursday | friday | saturday
        sunday | this weekend | next week | after school | at lunch | this week | the last day
        soon | next period | in the morning""",
    "MARKS": """bruise | bruises | bruised | bruising | black eye | welts | welt | burn marks | handprint
        handprints | belt marks | marks on | marks | red marks | cigarette burn | cigarette burns
        busted lip | split lip | fingerprints | scratches | choke marks""",
    "PICS": """pics | pictures | pic | picture | photos | photo | nudes | nude | videos | video | images
        selfies | feet pics""",
    "BODY": """arm | arms | wrist | wrists | leg | legs | thigh | thighs | skin | stomach | hips | hip
        ankle | hands | forearm | forearms""",
}  # fmt: skip

SELF_HARM = """
4 started|start|back_to|stopped|stop|been|keep ~1 cutting|self_harming|hurting_myself ~2 again|last|every|since|tonight|because|when
4 already|finally ~1 picked|chose|chosen ~2 the|a|my day|date|spot|bridge|method
4 took|take|swallowed|taken|swallow ~5 pills|pill|tylenol|meds ~5 on purpose
4 i ~4 WANT ~1 DIE
4 i ~6 WANT|to|about|of|might|could|will ~1 KILLME
4 i ~2 KILLME
3 im|me ~3 WANT ~1 DIE|KILLME
4 WANT ~1 KILLME
4 i ~5 CUT
3 WANT|started|stop|stopped|about|keep|kept|been ~1 CUT
4 i ~2 suicidal
4 feel|feeling|felt|been|am|being ~2 suicidal
4 suicidal thoughts|thought|ideation|again|feelings
4 do not|never ~2 want|wanna|care|wish ~2 to live|be_alive|be_here|exist|wake_up|keep_living|go_on|keep_going|be_around|breathe|do_life|see_tomorrow|keep_being_alive|stay_alive|grow_up
4 not want to live
4 even|not ~1 want to be alive|here|living anymore?
4 tired|sick|exhausted|done|over ~1 of|with ~1 living|being_alive|existing|life|breathing|my_life|being_here|being_me|waking_up
3 i am|feel ~2 tired|exhausted|sick ~1 of everything|trying|fighting|pretending|it_all|feeling_like
3 can not do|take ~1 this|it|life ~1 anymore ~12. pain|end|stop|alone|goodbye|sorry|over|dark|give_up|cry
4 want|need|wish ~2 the|this|my|all|everything|it ~3 pain|hurt|hurting|suffering|everything|thoughts|noise|voices ~3 stop|end|go_away|over
3 want|need|wish ~1 it|everything|this|all|life ~3 to? be? over|end|stop|done
4 life ~2 not|never ~1 worth living|it|anything
4 not worth living
4 no|any|only|a|one ~1 reason|point|purpose ~4 to|for|in|of ~3 live|living|going|go_on|be_here|stay|staying|alive|existing|keep_going|wake_up
3 no ~1 reason ~5 me|i ~2 be|live|stay|keep_going|here|alive
3 nothing ~3 to live for
4 do not ~1 have|see ~2 a? future|tomorrow|life_after ~2 anyway|anymore|for_me|i
3 no future ~3 for me
3 not ~2 plan|planning|going|expect|expecting ~2 to ~2 have|be|make_it ~3 one|here|around|alive|next|tomorrow|16|17|18|graduation
3 will|going_to ~1 be dead ~2 by|before|soon|anyway|tomorrow|next
3 will not|never|might_not|may_not|probably_not|am_not_going_to|am_not_gonna ~2 be ~1 here|around|alive ~2 next|by|tomorrow|much|anymore|for|on|after|long|this|to|when|monday|friday|in|soon
3 will not|might_not|may_not|not_going_to ~1 be ~1 here|around|alive
3 will not ~2 need|have|matter|worry|deal ~6 when|after|once|cause|because ~2 i ~2 gone|dead|am_gone|leave
3 i|im ~2 will|am_going_to|going_to ~2 be gone ~2 by|soon|forever|tomorrow|tonight|friday|monday|before|next|and
3 when|once|after|if i ~1 am|was|were|be ~1 gone|dead
2 if i ~2 died|disappeared|vanished|was_gone|were_gone|was_dead|were_dead|stopped_existing|did_not_wake_up|did_not_exist|was_not_here|were_not_here|just_left
4 if i ~3 died|disappeared|vanished|gone|dead|existing|exist|here|alive|left ~6 notice|care|miss|cry|sad|better|happier|matter|remember|funeral|mad|upset|easier|come
4 care|notice|miss|matter|cry|sad|upset|better|happier|easier|even ~5 if i ~3 died|disappeared|dead|gone|vanished|here|alive|exist|existing|were_not|was_not|left_forever
4 nobody|no_one|anyone|anybody|everyone|they|who ~3 would|will|even ~2 miss|notice|care ~2 me|if_i|that_i|i_am_gone|when_i
4 better|easier|happier|fine|cheaper|simpler|relieved|good ~2 off? ~3 without me
4 better off dead
3 world|everyone|family|mom|dad|they|parents|everybody|people ~5 better off ~2 if i|without
3 easier|better|happier ~5 if ~1 i ~3 never|not|gone|dead|away|around|exist
4 i ~4 never been born|have_been_born
4 wish ~2 i ~2 never ~1 born|existed
3 i am|feel_like_i_am|feel_like ~3 burden ~8. anymore|everyone|family|them|people|mom|parents|gone|me
3 just|only a burden
3 i ~3 burden to|on everyone|my|people|them|everybody
4 goodbye|farewell|final|last|suicide|good_bye ~1 letter|note|message|text|letters|notes|video|post|words ~3 to|for ~3 my|mom|dad|family|parents|friends|everyone|her|him|them|people|class
4 suicide note|letter|plan|attempt ~4 i|my|mine|her|his|found
3 already|finally|just ~2 wrote|written|writing ~2 note|the_note|my_note|a_note|goodbye|letters|my_will|letter
4 i ~3 wrote|written|writing|write ~2 note|letter|letters|will ~6 gone|dead|not_here|not_around|leave|find_me|after_i
3 letter|note|message|playlist|video ~5 for|to|when|after ~4 i|im ~1 am ~1 gone|dead|not_here
3 say|saying|said goodbye|bye ~4 to ~1 everyone|my|him|her|them|all
3 said|saying|says goodbye ~4 weird|strange|forever|me|us|everyone|like
4 gave|given|giving|give ~3 away ~2 all? ~1 my|his|her|their|all|everything ~3 stuff|things|games|clothes|shoes|jewelry|possessions|favorite|belongings|cards|guitar|bracelets|console|collection|pokemon
3 who ~3 gets|will_get|take|take_care|feed|have|want|wants ~2 of? my ~4 when|after|if i ~2 am|not|gone|die
4 take care of|get|feed ~2 my ~4 after|when|once ~1 i ~2 am|gone|die|leave|not
3 not|never ~1 have to deal|worry|bother|put_up ~2 with|about me|him ~2 anymore|much_longer|again|longer|soon|after
4 picked|chose|chosen|set|have|got|found|know ~2 the|a|my ~1 day|date|spot|place|bridge|way|pills|rope|method ~6 die|do_it|for_real|real|end|jump|ready|and_everything
3 already|finally ~1 picked|chose|know|have ~2 the|a|my day|date|way|plan|pills|method
4 i ~2 have|got|made ~2 a|the plan|pills|rope|bottle ~8 die|do_it|kill|end|myself|everyone|tonight|hidden|saved
4 how|what ~4 pills|tylenol|advil|sleeping_pills|medicine|meds|aspirin|ibuprofen|benadryl ~6 die|kill|dead|overdose|hurt_yourself|not_wake|never_wake|fatal|enough|make_you
4 been? saving|hiding|hoarding|collecting|stashing ~2 my? pills|meds|medication|tablets|sleeping_pills
4 painless|easiest|quickest|fastest|least_painful|best|quick|easy|peaceful ~2 way|ways|method|methods|place ~2 to ~1 die|go|end|kill_yourself|kill_myself|commit|end_it|hang|suicide|overdose|disappear_forever|do_it
3 does it|would_it|will_it|is_it ~2 hurt|painful|painless ~1 to|when|if ~2 die|drown|hang|you_die|jump|bleed
4 hurt|hurts ~1 to|when|if ~2 die|drown|hang
4 how ~4 kill yourself|myself
4 how ~3 die ~3 without pain|hurting|it_hurting
4 ways|way ~1 to kill|hurt|cut|harm|unalive|end myself|yourself
4 tie ~2 noose
4 sleep|bed ~3 and|to ~2 never|not ~2 wake|waking ~1 up
4 go|fall to sleep forever
3 not ~1 wake|waking up ~2 ever|again|tomorrow|anymore|in_the_morning
4 hope|hoping|pray|wish|wishing ~3 not|never|dont ~2 wake up
3 hate ~1 myself|being_alive|living|that_i_am_alive|my_life_so_much|waking_up ~10. die|alone|anymore|nobody|cut|end|point|worthless
2 hate ~1 myself|being_alive|living
2 i am|feel|feeling|felt ~3 worthless|hopeless|trapped|empty|numb|like_a_burden|unwanted|useless|broken_inside|dead_inside
2 no one|nobody ~2 loves|wants|needs|likes|cares ~2 me|about_me|i_am
2 nothing ~1 matters|is_fun|makes_me_happy|feels_real ~1 anymore?
2 what ~1 is? the point ~2 of? living|being_alive|life|trying|going_on|anything|anymore|existing|of_me
2 world|everyone|everything ~3 without me
2 can not go on|keep_going|keep_doing_this|take_it_anymore|live_like_this
2 do not want to|wanna ~1 feel|be ~1 anything|anymore|me|like_this
3 do not ~2 feel safe ~3 with|alone|by ~1 myself|from_myself
3 not|do_not trust myself ~4 alone|tonight|home|with
3 voices|voice ~3 tell|telling|say|says|saying ~2 me ~3 hurt|die|kill|jump|do|cut|bad
3 wrote|written|left|leaving|leave ~2 a|the|my note ~6 goodbye|dead|family|find|bed|pillow|everyone|mom|sorry
3 reason ~4 keep going
3 last ~2 time|day|week|message|text|christmas|birthday|summer|assignment|essay ~3 i ~2 will ~3 ever|be|talk|see|write|alive|do|turn
3 last time|day ~3 see|talk|hear|be ~3 me|from_me|alive|you_guys
3 thank you|thanks|gracias for everything ~8. goodbye|bye|not|sorry|wont|no
3 sorry ~3 for ~2 being|everything|existing|this ~6 goodbye|burden|mistake|alive|bye
3 i ~3 cut ~4 my|on BODY
3 cuts|scars|cutting|scratches|scratching|burns|blood|bleed* ~4 my|on_my|her|his|on_her|on_his ~1 BODY
3 scratch*|cut*|burn*|dig*|carv*|stab*|poke*|pierc* ~1 her|his|their ~1 own? BODY|self|skin|wrist ~6 paper|clip|bled|bleed|blood|scissors|razor|pencil|sharpener|deserve*|until|blade|pin
4 until|till|so ~2 it|i|she|he|they ~1 bled|bleeds|bleed|bleeding
2 long sleeves|hoodie|sleeves ~6 hide|hiding|cover|summer|hot|june|may|heat|cuts|scars|arms|scratches|always|wrists
3 blades|razor|razors|sharpener ~4 hide|hid|hidden|under|cut|drawer|my_room|pencil|skin|bled|out
3 relapsed ~4 cut|cutting|harm|last|again|night|after
3 days? clean ~3 cut|cutting|self|harm|from
4 how ~3 stop|hide|cover ~3 cutting|cuts|self_harm|the_scars|my_scars|hurting_myself
3 make|making myself throw|puke|vomit|sick
3 not|havent|have_not ~1 eaten|eat|eating ~3 in|for ~2 days ~6 fat|thin|skinny|weight|deserve|disgusting|ugly|myself
4 MINE ~8 SAYS ~9 THEYDIE
3 MINE ~6 THEYDIE ~4 SOON|again|last|and
3 SOMEONE ~4 SAYS ~6 THEYDIE
4 SOMEONE ~5 promise*|swear|secret|tell ~8 THEYDIE
4 THEYDIE ~8 promise*|swear|not_tell|keep_it_secret|told_me_not|secret
4 THEYDIE ~3 tonight|tomorrow|this_weekend|after_school|this_week|on_friday|today
4 MINE ~4 is|was|are|has_been|might_be|seems|feels ~3 suicidal|cutting|self_harming|self_harm
3 SOMEONE ~3 suicidal|self_harming|self_harmed|self_injuring
4 disclos*|report*|express*|voic*|shar*|verbaliz*|endorse*|express* ~4 suicidal|self_harm|suicide|si|thoughts_of
3 student|child|kid|boy|girl|son|daughter|friend|brother|sister|he|she ~8 not|never ~2 be ~2 around|here|alive ~3 by|next|anymore|much|after|for|the|long|tomorrow|monday|friday
3 he|she|they|friend|brother|sister|student ~10 not|never have_to|need_to ~2 deal|worry|see|bother|put_up ~3 him|her|them|me ~2 longer|anymore|again|soon
3 student|he|she|kid|child|boy|girl|journal|essay|poem ~9 wants|wanted|wish|wishes|wished|going|hopes|better|rather ~3 THEYDIE
4 what ~3 do|say|tell|help|talk ~5 friend|someone|sister|brother|student|kid ~6 THEYDIE
4 students|her|his|a ~2 notebook|journal|essay|poem|drawing|paper|diary|assignment|portfolio ~10 THEYDIE|disappear|goodbye|noose|hanging|not_be_here|gone
2 goodbye ~4 poem|letter|note ~4 student|he|she
3 found|find|finding|saw|noticed ~4 cuts|blades|razor|noose|pills|scars|note ~4 his|her|my|their|on|in|under
3 noose
3 drew|drawing|draws ~6 noose|hanging|grave|coffin|tombstone ~8 name|himself|herself|self|him|her|initials
3 want|wish|wanna ~2 to? be ~2 with|where ~2 him|her|he|she|my|them ~2 is|now|heaven|in_heaven|mom|dad|grandma|again
4 want|wish|going ~2 to? be|go ~2 where ~2 he|she|my|they ~2 is
3 be with|join|see ~2 my? mom|dad|brother|sister|grandma|grandpa|him|her ~2 in heaven|up_there|soon
3 ending|end ~1 my|his|her|it ~1 life|all
4 tried to ~3 die|overdose|hang|drown|jump
3 attempted suicide ~4 i|my|last|again|student|she|he|friend
3 attempt* ~2 last|in|over|this ~2 night|week|summer|weekend|month ~6 i|my|hospital|again|she|he
4 kys
4 i ~6 do|did|doing ~1 it ~2 tonight|this_time|for_real ~5 pills|bridge|alone|goodbye|die|note|nobody
3 stand* ~4 bridge|ledge|roof|rooftop|tracks|platform|edge ~8 jump|fall|step|think|end|let_go|off
4 jump* ~2 off|from ~3 bridge|roof|building|balcony|overpass|window ~4 i|and|tonight|would|would_it|hurt|enough
3 think*|thought|look*|stare|staring|cross ~4 bridge|roof|train|tracks|traffic|pills ~5 jump*|end|easy|just|stop|what_if|step|over
3 crossing|cross|step|walk|crash|drive|driving ~5 traffic|cars|street|wall|tree|car|road ~5 hope|wish|not_look|on_purpose|hit_me|without_looking|not_stop
3 lied ~6 counselor|therapist|fine|okay ~12. die|kill|suicide|cut|hurt|alive
2 everyone|world|they ~4 better off
2 be easier|better for everyone|everybody|them|my
2 too tired|sad|hard|much to keep|go|live|be
2 wish ~2 someone|anyone|something would|just? ~2 kill|hit|run ~1 me|over
3 hope|wish|want ~3 someone|something|car|bus|truck|train|lightning ~3 kills|hits|hit|kill|shoots|shoot|run ~2 me|over
"""

ABUSE = """
4 my|the|moms|her|his ~2 KIN ~4 HITS ~2 MEUS
4 KIN ~4 HITS ~1 MEUS
3 he|she|they|who|and ~3 HITS ~2 MEUS ~6 home|mom|dad|drunk|drinks|night|belt|every|when|again|bruise*|door|stairs|crying|cord|shoe|cable|extension
3 hits|hit|beats|punches|slaps|kicks|choked|whipped|whips|burned|hurts|spanks|hurt ~2 MEUS ~3 when|every|again|with|if|really|so|until|and|at_home|hard|in_the|by|lot|for|because
4 hits|hit|beats|beat|whips|whipped|spanks|whoops|hitting|smacks|smacked ~5 with ~2 belt|cord|cable|shoe|stick|hanger|hose|spoon|broom|bat|paddle|bottle|chancla|fist|fists|extension
3 gets|got|is|comes_home|was|drinks ~2 drunk|mad|angry|high|violent ~4 and|then|he|she ~3 HITS|screams|breaks|throws|punches|scares
3 drunk|drinks|drinking ~4 and|then|he|she ~2 HITS ~2 me|us|my|mom|him|her|them
4 KIN ~6 will|going_to|would|threatened_to|says ~3 break|kill|beat|hurt|choke|burn ~3 my|me|us ~3 arm|for_real|if_i_tell|neck|when|next|if_i_say|again|really|jaw
4 KIN ~3 said|says|told|threatened|threatens|swore ~4 kill|hurt|beat|shoot|stab|choke|burn ~2 me|us|my_mom|her|him|our_dog
4 scared|afraid|terrified|frightened|nervous|dread|scares|fear|not_safe|unsafe|hate|cry|cries|crying|panics ~4 to? ~2 go|going|be|being|come|coming|walk* ~2 home|back_home|house|inside
4 do not|never|can_not ~2 want|wanna ~2 to? ~2 go|be|come ~1 home ~8. hit|hurt|dad|mom|stepdad|he|they|weekend|mad|drunk|scared|there|boyfriend|uncle|today
3 do not|did_not ~3 want to go home
3 begged|begs|asked|asks|pleaded|wanted ~4 not|stay|to_stay|if_she_can|if_he_can|whether_he_can|whether_she_can ~3 go_home|going_home|home|here|call_home|my_classroom|live_here|live_with_me
4 not ~2 safe ~3 at|in|go ~3 home|house|with_my|with_him|with_her|there
3 safe ~2 place ~3 to ~3 sleep|go|stay|live ~6 home|dad|mom|tonight|kicked|parents|stepdad
3 scared|afraid|terrified ~2 of ~1 my|her|his ~2 KIN
3 afraid|scared ~2 of ~2 him|her|them|what_he|what_she|what_they ~5 home|do|will_do|finds|does|night|find|get
3 what ~3 happen* ~3 if|when|to ~3 i|kids|you|someone|a_kid|somebody ~3 tell|tells|told|report|reports ~8 parents|hit*|home|hurt*|abuse*|dad|mom|family|cps|police|touch*
3 if i|you|someone|a_kid|kids|somebody tell|tells|report|say|told ~6 take|taken|foster|leave|split|remove ~3 me|away|home|care|us|from
4 hide|cover|covering|hiding|conceal|makeup|explain ~4 MARKS
4 MARKS ~6 mom|dad|stepdad|father|mother|boyfriend|uncle|fell|fall|hide|cover|belt|said|says|explanation|story|excuse
3 MARKS ~6 my|her|his ~2 neck|arm|arms|back|leg|legs|face|eye|cheek|ribs|wrists|body|stomach|ear|thigh|thighs
3 i|he|she|student|boy|girl|child|kid|him|her ~5 black|swollen ~1 eye ~12. said|says|mom|dad|boyfriend|fell|asked|home|stepdad|begged|did_it|hide|door|third
3 came|come|comes|arrived|showed_up|walked_in ~3 to? ~2 with|school ~3 MARKS|bruise*|black|burn|burns|welt*
3 say|said|says|saying|tell|told|claims ~3 i|he|she|it|they ~2 fell|tripped|was_the_stairs|walked_into|ran_into|hit_a_door|fell_down ~8. but|dad|really|mom|he|she|not|stepdad
3 if ~1 anyone|anybody|someone|teachers|they ~1 asks|ask ~4 fell|tripped|say|stairs
3 what ~2 do|should|can|else ~2 i ~1 say|tell ~5 bruise*|it_is|black|happened_to_my|marks
3 fell ~2 down ~1 the? stairs ~6 again|but|not|third|dad|mom|says|said
3 story|stories|explanation ~4 not ~2 match|add_up|fit|line ~8. injur*|bruis*|burn*|mark*|fall
3 flinch*|cower*|duck*|jump* ~5 hand|arm|raise*|closer|near|voice|loud|touch|move|door|man|men
3 locks|locked|lock|locking|shut|shuts|puts|put ~2 me|us|him|her|my_brother|my_sister|them ~2 in|inside|out|outside|up ~4 closet|room|basement|house|garage|dark|shed|cage|bathroom|cold|car|attic|trunk|night|all_night|bedroom
3 ties|tied|chained|ties_up|handcuffed ~3 me|us|him|her ~3 to|up|bed|chair|in
4 does|do|did|will|has|have|would ~1 not ~1 give|feed|let|gives ~2 me|us|him|her ~3 dinner|food|eat|lunch|breakfast|anything|anything_to_eat|water|at_home|for_days
4 no|any|not|without ~4 food|dinner|groceries|heat|electricity|power|water ~4 at|in|since|for ~3 home|house|days|saturday|friday|sunday|weekend|weeks|apartment|week|thursday
3 have|has not|havent|hasnt ~1 had|eaten|ate|eat|been_fed ~5 since|for|in|at_home ~3 days|saturday|friday|sunday|thursday|weekend|yesterday|home|week|two|three|lunch|monday|tuesday|wednesday
3 nothing|no_food ~2 to eat|in_the_fridge|in_the_house ~3 at|home|since|for|all|again|fridge
3 mom|dad|parents|mother|father|guardian|she|he|they ~4 not ~2 come|came|back|been|home|returned ~3 back|home|since|for|in ~3 days|saturday|friday|sunday|weekend|week|night|last|thursday
3 left|leaves|leave|leaving|home ~2 us|me|my|him|her|alone|by ~3 alone|by_ourselves|for_days|all_night|for_the_weekend|overnight|myself ~8. baby|brother|sister|days|food|scared|night|weekend|eat|week
3 i|he|she ~3 take|takes|taking|look|looking|feed|watch|raise|raising|raises ~2 care|after|of ~2 of? my|his|her|the ~2 little|baby|younger|brother|sister|siblings ~8. alone|nobody|mom|back|gone|food|night|days|work
3 sleep|sleeping|sleeps|slept|living|live|stay ~3 in|on ~3 car|the_street|the_streets|van|tent|bus_station|shelter ~6 mom|alone|kicked|because|dad|since|nobody
3 kicked|threw|throw|locked|kick ~1 me|us|him|her ~1 out ~4 house|home|night|the|because|and|of
3 hoard*|steal*|stash*|hides|sneak* ~3 food|crackers|snacks|lunches|rolls|milk|fruit|sandwich*
3 always|comes|arrives|is|so|still ~3 hungry|starving|dirty|filthy|unwashed|exhausted ~8. same|clothes|smell*|home|food|weekend|monday*|bruise*|sleep*|mark*
3 same ~2 clothes|shirt|outfit|sweatshirt|dress|hoodie ~8. hungry|smell*|days|week|dirty|wash|bruise*|mark*|home|every
4 KIN|man|guy|someone|he|coach|teacher|friend|boy|somebody|neighbor ~5 touch*|grab*|grope*|fondle*|rub*|felt ~2 me|my|her|his|him|us ~5 there|where|private|privates|chest|butt|breast*|inappropriate*|under|between|leg|thigh|down|way|bad|place|places|shirt|parts|not_supposed|without|uncomfortable|weird|wrong|like|do_not_like|i_said|again|when|at_night|while
3 touch*|grabs|rubs|feels ~2 me ~4 there|where|like|private|way|when|at_night|down|do_not|hate|in
4 put*|putting|puts|slid|sticks|reached|reaching ~2 his|her|their|a hand|hands|fingers ~2 under|up|down|in|on|inside ~2 my|her|his ~3 shirt|pants|leg|thigh|skirt|dress|underwear|chest|legs|sweater|butt|mouth
4 makes|made|make|making|forces|forced|force|forcing|wants|asked|asks|pressures|pressured ~1 me|her|him|us ~2 to? ~1 do|touch|undress|take|watch|kiss|send|sit|strip|sleep|show|sleep_with|lie|get_naked ~4 stuff|things|off|clothes|him|it|his|naked|lap|videos|pics|bed|porn|want|shirt|pictures|nudes|weird|gross|bad|something|her
3 do|does|did|doing|done ~1 stuff|things|something|what_he ~2 to|with|does ~1 me|us|her|him ~6 not|want|gross|secret|weird|bad|tell|night|like|bed|babysit*|wrong|body
3 what ~2 he|she|they|KIN|someone|somebody ~2 does|do|did|doing|done to ~2 me|us|them|my|her
4 raped|rape|rapes|molest*|sexually_abus*|sexually_assault*|sexual_abus* ~3 me|us|i|by|my|her|him
4 i ~3 raped|molested|sexually|groomed|assaulted|abused|trafficked
4 i ~3 said|say|told|tell|asked|kept ~2 no|stop|him_to_stop|her_to_stop ~8. kept|did_not|would_not|anyway|touch*|did_not_stop|going
3 comes|came|come|coming|sneaks|gets|climbs|crawls ~1 in|into|to|in_to|on ~1 my|her|his|our|the ~1 room|bed|bedroom|shower|bathroom ~5 night|when|asleep|sleep*|and|while|lock*|touch*|me
3 watches|watch|walks_in ~3 me ~3 shower|change|sleep|undress|bath|naked
4 send|sent|sending|post|posting|share|leak|leaking|show|showing|spread ~3 him|her|them|me|more|my|it|everyone|the|those ~4 PICS ~12. or|else|unless|if|money|says|said|will|threat*|scared|everyone|mom|dad|friends|family|not
4 has|have|got|saved|kept|keeps ~2 my|a|our|the|some|those ~2 PICS ~14. post|send|share|leak|everyone|if|unless|pay|more|threat*|says|friends|show|money
4 post|send|leak|share|show|expose ~2 my|the|them|it|those|nudes ~3 PICS|to_everyone|nudes|everyone ~4 if|unless|or|until
3 asking|asks|asked|wants|wanted|keeps|told|tells|begging|pressuring|begs|says ~4 nude|nudes|naked|send_pics|send_pictures|pics|bra|underwear|body|without_clothes|shirt_off
4 blackmail*|sextort*|catfish* ~4 me|my|us|him|her|pictures|pics|student
3 met|meet|talking_to|talk_to|chatting|know ~3 online|on_a_game|on_discord|on_roblox|on_snap|on_snapchat|on_instagram|on_insta|on_fortnite|on_tiktok|in_a_game|from_a_game|from_discord ~15. meet|pics|pictures|send|older|secret|hotel|pick|come|age|says|alone|love|man|address|house|money|gift*
3 man|guy|boyfriend|dude|he|someone|person ~5 older|online|30|25|28|40|35|adult|grown|19|20|21|22|23|24|26|27 ~12. meet|pics|pictures|send|secret|pick_me|touch*|naked|not_tell|sneak|hotel|kiss*|sex|bed
3 wants|asked|asks|going|supposed|told ~2 to? ~1 meet ~2 me|up|him|her ~4 alone|hotel|secret|park|mall|house|not_tell|tonight|saturday|and_not
3 our|a|his|her|special|secret|keep|little ~2 secret|game ~8. touch*|not_tell|trouble|mom|anyone|nobody|sick|lap|room|bed|uncle|dad|he|she
3 secret|secrets ~4 make|makes|made|making ~2 you|me|someone|him|her ~1 sick|hurt|cry
3 not|never|dont ~2 tell ~2 anyone|anybody|mom|my_mom|police|nobody|teacher|a_teacher|the_teacher|teachers|counselor|my_dad|on_him|cps ~8. hit*|hurt*|touch*|bruis*|food|home|brother|kill|secret|stepdad|uncle|night|he|dad
3 pregnant ~8. not_want|did_not_want|house|uncle|dad|brother|stepdad|family|forced|scared|someone_in|cousin|home
4 someone|somebody|person|man|guy|boy ~2 in ~1 your|my|her|the|our house|family|home ~10. touch*|hurt*|pregnant|hit*|want|scared|secret|night|does|did
4 pregnant ~12 someone|his|family|stepdad|uncle|cousin|dad|brother ~2 in|did|is ~1 your|my|the|it house|family
4 student|child|girl|boy|kid|daughter|son|niece|nephew|she|he|friend|sister|brother|grader ~6 disclos*|told|tells|confided|said|says|reported|reports|alleg*|admitted|whispered|wrote ~12 HITS|beaten|touches|touched|touching|abus*|molest*|rape*|hitting|bruise*|belt|afraid|assault*|hurt*|drunk|locked|comes_into|touches|inappropriately
3 he|she|they|student|child|boy|girl|kid|friend ~3 is|was|being|getting|gets|has_been|been ~2 being? hit|beaten|abused|hurt|molested|starved|neglected|touched|hit_at_home|beat|whipped|choked ~3 at|by|in ~2 home|her|his|my|the|KIN
4 my|the friend|friends|best_friend|classmate|girlfriend|neighbor|cousin|sister ~3 is? dad|stepdad|mom|uncle|boyfriend|brother|father|mother|parents|stepmom ~3 HITS ~1 her|him|them
4 her|his|their ~1 KIN ~4 HITS ~1 THEM
3 KIN ~1 did ~1 it|that|this
3 KIN ~3 HITS ~2 THEM ~6 home|belt|night|every|drunk|bruise*|front|scared|last|again|told|friend
4 my husband|wife|boyfriend|girlfriend|partner|ex|fiance|spouse ~4 HITS ~1 me
4 husband|boyfriend|partner|ex|wife|girlfriend ~5 hit|choked|hurt|threatened|punched|strangled|kill|stalking|stalks|follows|following ~2 me
3 cps|child_protective|dcfs|dcf|protective_services|hotline ~10 bruise*|hit*|belt|touched|disclosed|today|this_morning|student|my|child
3 write|draft|need|help|file|filing|make|making|word|do ~4 cps|mandated|mandatory|abuse ~2 report|referral|call ~5 about|for|on|regarding|after|concerning
3 suspect* ~4 abuse|neglect|abused|hit|hurt|touch* ~6 he|she|student|home|her|his|this|by|of_my|of_a|boy|girl
3 disclos* ~4 abuse|neglect|touch*|assault|incest ~4 to_me|today|yesterday|this_morning|after|during|by|at|in
3 cries|cry|cried|crying|sobs|panics|panic|shakes|shaking|vomits|hides|clings ~3 at|when|before|about|every|on ~5 dismissal|home|pickup|pick_up|weekend*|friday*|bell|dad|father|stepdad|him|bus|visitation|custody
3 asks|asked|wonders ~3 whether|if ~2 he|she|they can|could|may ~2 live|stay|sleep ~3 here|school|with_me|with_us|classroom|my_house|office
2 long sleeves|turtleneck|hoodie|jacket|scarf ~6 june|may|summer|hot|heat|warm|degrees|every_day|august|september
2 stands|gets|steps|goes|stays|sleeps ~3 in_front|between|under_the_bed|in_the_closet|by_the_door|with_a ~8 comes|home|her|him|me|night|door|bed
2 so ~1 that? it is|gets|would_be ~1 her|me|him ~2 and? ~1 not me|her|him|them
3 cast|stitches|broken|concussion|burn ~6 says|said|say|told|claims ~3 it|she|he|they|i ~3 stairs|fell|door|accident|bike|tripped
3 would|will|can|could not ~2 sit ~4 down|still ~10. hurt|couch|belt|stepfather|stepdad|weekend*|pain|standing
2 weekends|nights|home|house ~5 stepfather*|stepdad*|dads|fathers|uncles|boyfriend ~8 quiet|scared|bad|secret|afraid|hate*|cries
3 stick|belt|bottle|man|shadow|monster|hand|hands|figure ~4 in|at|by ~2 door|bedroom|bed|room ~10. drew|drawing|draws|drawn|show|picture|again|turn|night|afraid
3 drew|draws|drawn|drawing|picture ~10 belt|stick|door|bed|monster|hitting|crying|hand|fist|cage|locked|naked ~12. tell|show|secret|again|dad|he|home|turn|room
2 can not|could_not|never|not_allowed ~2 call home|tell|parents
2 do not|please_do_not|dont ~2 call ~1 home|my_mom|my_dad|parents|cps|anyone
2 he|she|they|dad|mom|stepdad ~2 comes|gets|got|came home ~6 drunk|mad|angry|hide|scared|quiet|quick|door|room
2 i|we|she|he ~2 hide|hides|hid ~3 closet|under|bathroom|room|basement|when ~5 yell*|dad|home|mad|drunk|fight*|scream*
2 wears|wearing ~2 long sleeves
3 married|marry|marriage ~5 forced|make|making|sending|against|older|cousin|man|not_want ~8 i|me|back|parents|country
3 take|taking|send|sending|flying|trip ~4 me|her back|to|abroad|overseas ~8. marry|married|cut_me|cut_her|not_come_back|forced
3 trade|trades|pays|pay|paid|give|gives ~4 me|her|for|us ~5 sex|bodies|nudes|men|older_men|stuff_i_do|touch
"""

THREAT = """
4 i ~4 bring*|brought|have|got|carry|carrying|take|taking|took|pack|packed|hid|hiding|put|hide|packing ~3 GUN ~4 to|in|tomorrow|at|on|with|for|under ~3 SCHOOL|SOON|me|there
4 i ~4 bring*|take|taking|grab|get|getting|have|got|stole|found|borrow* ~2 my|dads|his|moms|the|a ~3 dads|dad|brothers|uncles|grandpas|moms|fathers|stepdads|grandfathers|cousins|own|loaded GUN
4 have|got|has|brought|bring*|carry|carrying|carries|hiding|keeps|put|hid|showed|shows|show|saw|see|found|pulled|pulls ~5 GUN ~6 SCHOOL
3 GUN ~3 in|to|at|on|under ~2 SCHOOL ~10. tomorrow|kill|shoot|not_come|scared|said|told|he|she|use|today|showed|saw|says|monday|friday|tell|hurt
4 bring*|brought ~3 a|his|her|the|my|their ~3 GUN ~3 to|into|on ~2 SCHOOL|SOON
4 bring*|taking|take|carry*|got|have|packing ~4 GUN ~2 SOON
4 bring*|bringing|with|have|got ~4 GUN ~8. regret|sorry|pay|see|laugh*|laughing|watch|respect|scared|afraid|shut
4 i ~5 going_to|will|about_to|want_to|ready_to|plan_to|planning_to|ill|might|could|swear|wish_i_could|thinking_about|thinking_of|have_to|try|trying_to ~2 HURTS ~3 TARGET
4 going to ~1 shoot|stab|murder|shank|shoot_up|blow_up|bomb ~2 TARGET|that|this|my|the
3 am|are going to ~2 HURTS ~3 TARGET ~8 school|lunch|tomorrow|dead|swear|serious|joke|joking|kidding|god|watch|bus|after|mom|again|real|monday|friday
4 want|wanna ~2 to? kill|hurt|stab|shoot|murder ~2 TARGET ~6 who|that|for|because|and|so|at|in|i|laugh*
3 i want to ~2 HURTS ~3 TARGET
4 HURTS|killing ~3 TARGET ~6 SOON ~6 swear|dead|god|serious|i|not_kidding|watch
3 HURTS ~4 TARGET ~4 after|before|at|in|on|during ~2 SCHOOL|school|lunch|practice|gym|class
4 hurt|kill|shoot|get|stab|scare|burn ~1 everyone|everybody|all ~3 who|of|that|at|in|here
4 shoot ~2 up ~2 the|my|our|this|a ~1 school|place|class|cafeteria|building|church|mall|game
4 shoot* ~3 school|class|classroom|cafeteria|campus|classmates ~4 SOON|up|he|said|and|picture|posted|going|will|lunch
4 school|mass ~1 shooter|shooting ~8 me|i|i_would|become|next|do|like|tomorrow|friday|monday|he_said|our|threat*
4 there|a|somebody|he|she|they|someone|caller|voicemail|note ~4 bomb ~3 in|at|under|on ~3 SCHOOL|the|school|my|our
3 bomb ~2 threat* ~6 SCHOOL|school|found|received|today|this_morning|call*|wall|note|bathroom|our
4 bomb ~8 go_off|goes_off|tomorrow|explode|planted|plant|school|friday|monday|pep|gym|cafeteria ~3 i|will|is|going|at|on|in|tomorrow
3 build|make|making|made|built ~3 bomb|pipe_bomb|explosive*|molotov ~8. school|home|kill|blow|people|kids|teacher|hurt|class|them
4 list ~5 people|kids|who|of|teachers|students|names ~5 die|kill|dead|shoot|hurt|deserve|pay|first|hate
3 hit|kill|death|hate list ~8 name|names|i|kids|people|students|found|on|he|she|teachers|my|me
3 he|she|they|kid|boy|has|have|made|wrote|keeps|got ~4 list ~8. name|number|top|next|second|first|third|me
3 my|his|her|your|our name|names ~4 on|near|top|first|next ~4 list
4 not|never|dont ~1 come|go|be ~2 to|at|in ~1 school|class|lunch|cafeteria|gym|practice|game|prom ~3 SOON|if
3 told|tell|telling|said|warn*|says|text* ~6 not ~1 to? come|go|be|show ~2 to|at|in|up ~1 school|class|lunch
3 stay|staying home|away ~3 SOON|from ~5 live|safe|warn*|happen*|going|if|know|hurt|want|trust
3 get|gets|getting|got ~2 what ~1 they|he|she|you|everyone ~1 deserve*|have_coming|has_coming
3 make ~1 them|him|her|you|everyone|all ~2 all? pay|suffer|sorry|regret|bleed|remember
3 they|he|she|you|everyone|everybody|people|all|all_of_you|tyler|kid|teacher ~3 will|going_to|are_going_to|is_going_to|gonna ~3 regret|pay|be_sorry|see|suffer|die|bleed|wish|know_my_name|remember_me|be_scared|fear_me|get_it|respect_me ~6 SOON|it|what|when|for|me|that|laugh*|ever
3 want|make|finally|going_to|will ~3 them|everyone|they|people|him|her|kids|everybody ~3 scared|afraid|terrified|fear|respect ~2 of|me
3 they|everyone|he|she|you ~2 will ~2 all? ~1 see|pay|regret|be_sorry|remember
3 nobody|no_one|none|never ~3 will|going_to|is_going_to|ever ~2 laugh* at|bully|mess|make_fun ~3 me|again|with_me|of_me ~4 again|after|ever|when|once
3 after ~2 SOON|that|this|friday ~3 nobody|everyone|no_one|they|you ~8 laugh*|know|remember|regret|see|sorry|forget
3 know|knows|found ~2 where ~1 he|she|you|they|i ~1 live|lives|sleep|sleeps|park*|walks ~8. hurt|kill|tell|talk*|come|regret|find|scare*|fire|burn|and|visit|watch|house
3 scare|threaten*|frighten|message|text|note ~8. hurt|kill|know_where|watch_her|end|never_comes|burn ~2 her|him|them|you|lives
3 watch ~1 your|ur|his|her|their back
3 you|he|she|they ~1 are|is ~1 dead|so_dead|a_dead_man|dead_meat ~6 after|tomorrow|school|swear|bell|i|when|god|lunch|3pm|watch
3 someone|he|she|they|kid|guy|boy|friend|girl|student|brother|cousin|somebody|who ~6 said|says|told|texted|posted|wrote|threat*|threatened|going_to|gonna|wants_to|is_going_to|talk*|jok*|bragg*|planning ~8 shoot|stab|kill|bring|bringing|bomb|blow_up|burn_down|hurt|jump|shooting|shoot_up|murder|attack ~6 school|us|me|him|her|them|everyone|class|gun|knife|SOON|people|someone|kids|teacher|the|up
4 MINE ~8 SAYS|posted|showed|bring*|has|had|brought ~8 GUN ~8 SCHOOL|kill|shoot|tomorrow|hurt|monday|friday|use|people
4 student|parent|he|she|kid|boy|girl|father|mother|grader|employee|spouse|ex ~5 said|says|wrote|threatened|threat*|told|stating|posted|turned_in|text*|email*|paragraph ~10 shoot|stab|kill|bomb|blow_up|bullet|burn|rifle|come_back|gun|knife|hurt ~6
4 put|puts ~1 a bullet|knife ~2 in|through
4 come|came|comes|coming|be|back ~1 back? with ~2 his|a|my|her|the ~2 GUN
3 overheard|heard|hear|hearing|bragging|talking ~12. GUN|shoot|stab|kill|bomb ~8 SOON|school|friday|class|watch|teacher|lunch
3 posted|post|story|snap|snapchat|tiktok|instagram|picture|photo|video|pic ~6 GUN|ammunition|bullets ~10 SOON|school|caption|said|tomorrow|nicer|warning|friday|monday|next|ready|list
3 threat* ~4 to|against|about ~3 shoot|kill|stab|hurt|bomb|school|me|students|teacher|staff|my|her|him|blow
4 threatened|threatens|threatening ~2 to ~2 kill|shoot|stab|hurt|beat|bomb|blow|burn|harm|jump ~3 me|him|her|them|my|us|everyone|school|the|a|students|another|other|classmates|his|down
3 threatened|threatens|threatening|threat ~3 me|him|her|us|my|student|students|classmate*|another ~5 GUN|life|weapon|online|text|kill|shoot
3 jump|jumped|jumping|fight|beat ~3 me|him|us|her ~3 after|at|on|up ~8. scared|blade|knife|bring|school|practice|bus|group|tomorrow|weapon|gun|hide
3 they|he|she|group|boys|girls|kids ~6 going_to|said|want_to|threat*|plan* ~5 jump|beat_me|stab|shoot|fight|kill ~2 me|us|up ~6
3 stab|shoot|kill|beat ~2 that|this|the ~2 kid|girl|boy|teacher|guy|dude|freak ~8 if|says|when|one_more|not_kidding|serious|i_swear|bus|school|tomorrow
3 not|no kidding|joking|joke|playing|serious ~6 stab|shoot|kill|hurt|gun|knife
3 kill|shoot|stab|hurt|jump|murder ~6 not|no|am|i ~2 kidding|joking|a_joke|playing|serious|swear
3 manifesto ~10 die|first|kill|chance|pay|last|school|you|regret|day|happen
3 you|they ~1 all? ~1 had|have ~1 your|their|every|a chance ~8. kind|nice|nobody|now|pay|late
3 what|something ~3 will|going_to|is_going_to|gonna|about_to|would ~1 happen|happens ~4 on|at|here|tomorrow|thursday|friday|monday|tuesday|wednesday|before|last|lunch ~8. first|warn|save|die|scared|who|come|stay|kids|leave|not_be
3 who|which ~4 kids|people|students|one|ones|friends ~3 save|warn|spare|die|first ~8. happen|going|know|thursday|school|monday|friday
3 warn ~4 them|two|friends|people|my|few|her|him ~8. not_to|happen|school|stay|before|thursday|friday|monday
3 what ~2 time|times|day|days|when ~3 most|the_most|many|crowded|full ~3 people|kids|students|crowded|full|busy ~10. cafeteria|hall|hallway|school|gym|scared|bring|they|hurt
3 hall|hallway|cafeteria|gym|assembly|lunch ~3 full|packed|crowded|most_people ~10. hurt|scared|everyone|pay|know|they|laugh*|bring|kill
3 floor plan|plans|map|layout|schedule|exits|doors|cameras ~12. soon|bell|times|guns|exit*|marked|x|xs|attack|victims|names|kill|list|blind
3 countdown ~10 SOON|day|assembly|nicer|ammunition|gun|warning|date|photo|kill|graduation
3 should|you ~1 have been nicer|kinder|nice|kind
3 soon ~10. exits|floor|bell|xs|names|crossed|teachers
3 crossed|xed|scratched|drew|circled|marked ~3 out|off|over|through|in ~5 faces|face|photo|photos|yearbook|names|name|chair|desk|eyes|red
3 waiting|wait|be ~2 for ~1 me|you|her|him ~4 lot|outside|car|after|parking|home|corner|bus|gate|door ~10. not|make|hurt|kill|gun|knife|scared|ex|winter|afraid|regret|alone|said
3 not|never|wont ~1 make ~1 it ~1 to|home|out ~3 winter|summer|christmas|graduation|spring|morning|car|alive|friday|monday|weekend|tomorrow|break
3 burn|set|light ~4 school|house|gym|locker|building|place|classroom|car ~2 down|fire|on_fire ~8. i|tomorrow|tonight|night|everyone|inside|them|going|will|with
4 i ~5 burn ~3 school|house|place|building|gym ~2 down
3 columbine|uvalde|sandy_hook|parkland ~8. i|like|me|next|again|repeat|tribute|hero|school|2
3 poison|poisoned|bleach|rat_poison ~4 in|into|his|her|my|their|the ~4 coffee|lunch|drink|food|water|bottle|tea ~8
3 everyone|everybody|all ~2 dies|die|will_die|is_going_to_die|going_to_die|dead ~3 on|SOON|11|10|12|1|2|3|4|5|6|9|at|here
3 people|everyone|kids|teachers|they|teacher|he|she|boy|girl ~3 deserve*|should|need ~2 to die|be_shot|be_killed|bleed|suffer
2 i will|ill|going_to ~2 kill|hurt|stab|shoot|end|fight|murder ~1 him|her|them|you|yall
2 sick|tired|done ~2 of ~3 them|everyone|being|people ~3 laughing|bully*|bullied|picked
2 on ~1 sight|god
2 he|she|they ~1 is|are ~1 dead
"""

EXCUSES = """
broke|broken|hurt|sprained ~1 his|her|my|their ~1 arm|leg|wrist|finger|ankle|toe|nose ~6 trampoline|recess|playground|soccer|football|basketball|skateboard|bike|skiing|practice|accident|falling|scooter|hockey|gymnastics|dodgeball
fell|tripped|slipped|fall|falling ~6 recess|playground|bike|trampoline|skateboard|monkey_bars|pe|slide|scooter|swing ~8 bruise*|scar|scrape*|mark|cut|bump|knee|elbow|chin
little|baby|toddler ~1 sister|brother|cousin ~2 bit|bites|hit|hits|kicked|kicks|pulls|pulled ~1 me|my|us
hit|hits ~2 me|him|her ~4 with ~1 the|a ball|frisbee|snowball|puck|pillow|balloon
shooter|shooting|lockdown|intruder drill|drills
suspended|expelled|arrested|disciplined|punished ~2 for|after|because ~2 bringing|having|carrying|possessing|possession|using ~4 GUN
die|dying|died|dead|dies ~1 laughing|of_laughter|from_laughing|lol|lmao|lmfao|haha
die|dying|died ~1 of|from ~2 laughter|embarrassment|boredom|cringe|hunger|heat|thirst|cuteness|excitement|cold|suspense|jealousy|curiosity|shame
dying|die to ~1 know|see|try|meet|hear|read|get|eat|watch|play|tell|find|learn|ask|for|go
so|that|this ~5 could|might|going_to|want_to|wanted_to|would|almost|nearly die|cry|scream
hungry|tired|bored|cold|hot|embarrassed|cringe|embarrassing|funny|cute ~3 die|dead|dying
wanted to|want_to|almost|could|would|going_to die ~5 embarrassed|embarrassing|called_on|tripped|front_of|fell|presentation|crush|cringe|laughing|funny
kill|kills|killing ~1 time|it|the_vibe|the_mood|for|two_birds|the_process|the_lights|switch
killing it
kill ~1 me if|when|for|because|over|unless|she|he
is|are|was|were killing me|us|my
mom|dad|parents|mother|father|brother|sister|coach|teacher|wife|husband ~2 will|would|going_to|gonna|might ~1 kill|murder|destroy ~1 me
kill|killed|slay*|beat|beats|hit|fight|fighting|attack|attacking|shoot|shooting|stab|poison|burn ~3 boss|dragon|zombie|zombies|creeper|creepers|mob|mobs|monster|monsters|enemy|enemies|npc|aliens|level|bot|bots|bacteria|virus|viruses|weeds|germs|cells|process|processes|thread|task|server|prey|pests|mosquito*|mold|lice|spider*|ants|roach*|three_pointer*|free_throw*|baskets|target|targets|arrows|photos|photo|video|pictures|film|footage|hoops|game|games
kill|death ratio|count|streak
suicide squeeze|sprints|mission|prevention|awareness|squad|drills|drill|hotline|lifeline|bomber|bombers|bombing|door|king|rates|rate|statistics|contagion
break a leg
beat|beats ~1 me|him|her|us ~2 at|in|by|to|again_at
beat around|the_clock|the_level|the_high_score|the_game|the_boss|the_heat|the_traffic|the_record
beating around
hit|hits|hitting me up|with|hard|different|the_books|the_gym|the_ball|it_off|the_nail|home|the_spot|a_wall
with a|his|her clean tackle|check|pitch|block|slide
hurt|hurts|hurting my ~1 feelings|knee|shoulder|ankle|back|head|brain|eyes|ears|foot
shot|shoot me|him|her|us an ~1 email|message|text
shoot|shot ~1 me now|an|a_text|a_message|an_email
nobody|no_one|anyone|who ~1 would|will|even ~1 notice|care|miss ~2 typo*|error*|mistake*|font|if_we
better off without ~1 homework|phones|phone|it|them|social
phone|laptop|chromebook|battery|computer|ipad|car|mic|controller|copier|printer ~1 is|was|keeps|just|will|about|always ~4 die|dying|dies|died|dead
phone|laptop|chromebook|battery|computer|ipad|car|mic|controller|copier|printer die|dying|dies|died|dead
dead battery|phone|laptop|lift|line|end
murder|kill|crush|nail|slay|ace|killed ~2 solo|performance|audition|test|exam|presentation|recital|song|routine|dance|concert|debate|interview|competition|it
live without ~1 my|the|air|phone|music|coffee|tiktok
final|last|goodbye|farewell letter|speech|party|note|card|poem ~5 teacher|coworker|retiring|retire|moving|principal|custodian|bus_driver|colleague|graduating|seniors|class_of
kill|murder|slaughter|destroy|crush|smoke|bury|beat|murk ~3 them|em|the ~5 friday_night|game|season|playoffs|finals|tournament|scrimmage|match|court|field|homecoming|at_states|debate
double|single|exit|out wounds
cut|cutting ~2 paper|grass|cake|onion|onions|veggies|vegetables|budget|costs|class|classes|wood|fabric|hair|corners|the_rope|the_ribbon|line|in_line
cut|cuts myself ~4 shaving|paper|knife_by|accident|cooking|chopping|opening|carving
glue|heat|hot|staple|nail|top|water|nerf|tattoo|price|radar gun
gun control|laws|law|rights|violence|policy|debate
self harm policy|prevention|awareness
"""

FRAMES = """
3 in general
3 point of view
2 foul|dodgeball|kickball|referee|scoreboard
3 hypothetical*
2 narrator
3 villain|protagonist|antagonist|monologue|screenplay|fanfic|raft
3 view|perspective|viewpoint|pov of ~2 a|an|the ~2 soldier|character|person|settler|pilgrim|knight|narrator
2 in|read|reading|about ~1 speak|night|holes|wonder|hatchet ~3 chapter|book|by|novel|how|why
2 outsiders|gatsby|mockingbird|giver|wallflower|terabithia|crucible|salesman|hunger_games|divergent|persepolis|frankenstein|dracula|beowulf|odyssey|iliad|antigone|oedipus|animal_farm|1984|fahrenheit|scarlet_letter|wuthering|jane_eyre|book_thief|lord_of_the_flies|of_mice_and_men
2 novel|novels|novella|protagonist|antagonist|fictional|fiction|playwright|shakespeare|romeo|juliet|hamlet|macbeth|othello
2 chapter|chapters|act ~1 one|two|three|four|five|six|seven|eight|nine|ten|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20
2 character|characters|villain|hero|heroine ~4 analysis|is|does|says|s|in|arc|of|dies|who|feels|kills|development
2 the|this|that|our|a ~2 book|play|poem|story|myth|legend|tragedy|film|movie|show|episode|series|musical|opera|ballad|fable|short_story|script|screenplay|comic|manga|anime
2 in the book|play|poem|story|myth|film|movie|show|novel|musical|game
2 my ~3 short_story|story|script|screenplay|novel|comic|monologue|fanfic|fan_fiction|play ~4 for|is|about|has|where|in|villain|character
2 creative writing
2 write|writing ~4 short_story|story|scene|monologue|dialogue|script|skit|detective|murder_mystery|fable|myth|limerick|shanty
2 symbolism|foreshadow*|metaphor*|simile*|hyperbole|personification|irony|imagery|stanza|thesis|theme_of|literary|author|essay_on|quote_analysis|ap_lit|motif
2 summar* ~6 chapter|book|article|act|scene|story|novel|play|movie|lottery|poem
2 discussion questions
2 seminar|dbq|timeline|primary_source|primary_sources|documentary|historian*|history_day|apush|world_war|wwi|wwii|civil_war|revolution|century|empire|dynasty|treaty|colon*|president|assassinat*|king|queen|emperor|soldier|soldiers|hitler|nazi*|holocaust|lincoln|kennedy
2 in 17*|18*|19*
2 news|newspaper|headline|headlines|article|articles|journalist*|reporters|op_ed|editorial|cite|citation|newsela|statistics|statistic|research_paper|research_question|survey_data|study_shows|debate
3 health class|unit|worksheet|test|teacher|textbook|curriculum
2 vocab|vocabulary|quizlet|flashcards|worksheet|true_or_false|multiple_choice|define|definition|kahoot
3 lesson|lessons|curriculum|slides|slide|slideshow|workshop|presentation ~6 prevention|suicide|self_harm|awareness|abuse|bully*|safety|threat*|students|grade|on|about|for|plan|after|advisory
3 design|plan|outline|create|draft|develop|prepare ~4 lesson|unit|workshop|training|assembly|curriculum|presentation|drill|seminar
3 role play
3 training|professional_development|onboarding|orientation|handbook|policy|policies|protocol|newsletter_paragraph|poster|brochure|pamphlet|flyer|bulletin_board|web_page|website|announcements|hotline|hotlines|campaign
3 warning signs
3 coping skills
3 difference between
3 prevention month|week|unit|program|lesson|plan|poster|training
3 how ~1 do|should|can|does|would ~2 schools|districts|teachers|counselors|reporters|journalists|states|adults|parents|staff
3 what ~1 should|do|does ~1 a|teachers|schools|counselors|adults ~4 do|say|when|if
3 rate|rates|percentage|percent ~3 of|for ~3 teen*|youth|suicide|adolescen*|students|homicide|children
2 minecraft|fortnite|roblox|valorant|zelda|mario|pokemon|gta|halo|overwatch|apex|elden_ring|skyrim|cod|warzone|csgo|terraria|undertale|fnaf|dnd|dungeons_and_dragons|among_us|video_game|speedrun|respawn*|boss_fight|final_boss|ender|spawn|xp|npc|scratch|sprite|unity|game_over|pygame
2 in ~2 game|fps|rpg|multiplayer|round|lobby
2 python|javascript|java|linux|bash|git|docker|sql|process|thread|server|port|command_line|terminal|kernel|code|compile|debug
2 football|soccer|basketball|baseball|softball|wrestling|volleyball|lacrosse|hockey|track_meet|swim_meet|fencing|playoffs|scrimmage|touchdown|inning|homecoming_game|coach_says|quarterback|goalie
2 lyrics|song|rap|verse|chorus|rhyme|rhymes|band|album|playlist_for
2 cell|cells|bacteria|enzyme*|species|biology|chemistry|physics|lab|ecosystem|predator*|organism*|experiment
2 rubric|essay_outline|thesis_statement|book_report|reading_log|reading_response|apa|mla|works_cited
2 debate|mock_trial|model_un|civics
"""
