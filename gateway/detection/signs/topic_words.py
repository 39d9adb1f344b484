"""The words of each topic, in English and Spanish, as records and the people who keep them write.

`SPOKEN` counts near somebody, `READ_OFF` by itself. The language is that of `phrases`. Data only.
"""

from gateway.terms.signs import Topic

LISTS = {
    "ONE": """student | pupil | kid | child | boy | girl | son | daughter | grader | graders
        freshman | sophomore | sibling | classmate | kindergartener | learner | child is
        alumno | alumna | estudiante | nino | nina | hijo | hija | chico | chica | companero""",
    "NUMBER": "|".join(str(number) for number in range(1, 100)),
    "TOPICS": """iep | ieps | 504 | fape | idea | diabetes | asthma | adhd | autism | dyslexia | ptsd
        daca | asylum | title | mckinney vento | ferpa | law | depression | anxiety | suspension""",
}

SOMEBODY = """
my|a|one|this|that|the|our|his|her|new|another|each|un|una|este|esta|mi|el|la|su ~2 ONE
ONE
he|she|him|his|her|hers|himself|herself|ella
i|my|me|mi|yo
"""
GENERAL = """
explain|define|compare|explica|define
what|how ~1 is|are|does|do ~2 TOPICS
lesson|unit|worksheet|quiz|vocabulary|flashcards|slides|presentation|article|policy|handbook|training|brochure|history|debate|leccion|folleto ~4 on|about|for|of|que|sobre|covering
in general
que es|son
"""

SPOKEN = {
    Topic.SPECIAL_EDUCATION: """
iep|ieps|bip|fba|plaafp|plep|plop|ecse|sped
504 plan|accommodations|meeting|coordinator|eligible|student|review
section 504
special education|ed
educacion especial
plan 504
behavior|behaviour intervention plan
functional behavioral|behavior assessment
least restrictive environment
prior written notice
manifestation determination
extended school year
resource room|specialist
self contained
pull|push out|in ~2 min|minutes|services|sessions|speech|30|20|45|x
eligib* ~6 sld|ohi|ed|asd|id|sli|tbi|autism|speech|disability|intellectual
specific|learning disability|disabilities
paraprofessional|para|aide ~4 assigned|with|one_on_one|1_1|support
speech|occupational|physical|language therapy|therapist|services
accommodation|accommodations|modifications
dyslexia|dyscalculia|dysgraphia
ard|cse ~2 meeting|committee
lre|esy|rsp|sdc|mdr|fape
on|the autism|spectrum spectrum?
""",
    Topic.LANGUAGE_STATUS: """
ell|lep|mll|esl|eld|rfep|ifep|slife|sife|multilingual_learner|multilingual_learners
english learner|learners|language_learner|language_learners
elpac|wida|nyseslat|telpas|elpa21|elpa
newcomer|newcomers ~3 student|program|from|el|class|who|is|and
limited english
reclassified|redesignated ~6
aprendiz de ingles
el ~1 student|status|level|services|newcomer
bilingual program|services|classification
""",
    Topic.HEALTH: """
adhd|asthma|diabetes|diabetic|epilepsy|seizure|seizures|epipen|anaphyla*|allergy|allergies|allergic|inhaler|insulin|concussion|migraine|migraines|anemia|leukemia|cancer|chemo*|lupus|autism|autistic|adderall|concerta|ritalin|vyvanse|prozac|zoloft|lexapro|medication|medications|meds|diagnos*|hospitalized|hospitalised|surgery|pregnan*|immuniz*|vaccin*|seizure_plan|health_plan|ideation|5150|therapist|psychiatr*|bipolar|anxiety|depression|depressed|ptsd|trauma|ocd|odd|eating_disorder|anorexia|bulimia|panic_attacks|self_harm|suicidal|wheelchair|feeding_tube|catheter|lice|mono|covid|flu|strep
asma|diabetes|alergia*|convulsion*|medicamento*|embarazada|hospitalizado|hospitalizada|depresion|ansiedad|vacuna*|epilepsia|diagnostic*|insulina
""",
    Topic.CONDUCT: """
suspended|suspension|expelled|expulsion|expulsado|expulsada|suspendido|suspendida|detention|iss|oss|referral|write_up|writeup|tardy_referral|probation|gang|truancy_court|vaping|vape|vaped|plagiari*|cheated|cheating|fight|fighting|fought|bullying|bullied|bully|harass*|weapon|title_ix|threat_assessment|juvenile|arrested|stole|stealing|vandal*|disciplin*|misbehav*|misconduct|disruptive|defian*|pelea|acoso|castigado|castigada|indisciplina|robo
ed code
office discipline
behavior|behaviour report|log|incident|contract|chart
""",
    Topic.ECONOMIC: """
frl|frpl|snap|tanf|wic|ebt|homeless|homelessness|mckinney_vento|foster|lunch_debt|poverty|low_income|food_stamps|shelter|eviction|evicted|unemployed|laid_off|direct_cert*|fee_waiver
free|reduced ~2 lunch|meals|meal
title i|one ~3 student|eligible|funding|services
can not afford
lost|losing ~2 job|apartment|house|housing
living ~2 in a? ~1 motel|car|shelter
sin hogar
almuerzo gratis
hogar temporal|de_crianza
""",
    Topic.IMMIGRATION: """
undocumented|indocumentado|indocumentada|daca|asylum|asilo|asylee|refugee|refugiado|refugiada|deported|deportation|deportado|deportaron|ice_detention|i94|visa|green_card|unaccompanied_minor|immigration|inmigracion|migra
i 94
no ssn|papers|social_security_number
sin papeles
migrant ed|education|program|student|family
country of birth
born in mexico|guatemala|honduras|el_salvador|venezuela|haiti|afghanistan|syria|ukraine|colombia|china|india|vietnam|somalia
""",
    Topic.ASSESSMENT: """
gpa|grade|grades|score|scores|scored|failing|failed|passing|transcript|class_rank|credits|lexile|percentile|dibels|iready|staar|sbac|caaspp|regents|psat|nwea|rit|wisc|fsiq|benchmark|report_card|below_grade_level|reading_level|proficient|below_basic|test_results|standardized|calificacion*|promedio|reprob*|boleta|puntaje
reads|reading|math|writing ~4 grade|below|above level|at|below
NUMBER percent
map|star|act|sat|f_p|fountas score|scores|level|percentile|test|results
""",
    Topic.ATTENDANCE: """
absent|absences|absence|tardy|tardies|truant|truancy|sarb|attendance|ausencia|ausencias|asistencia|unexcused|chronically_absent|chronic_absentee*|skipping_class|skipped_class|skips|faltas
missed ~3 days|classes|school
""",
    Topic.FAMILY: """
custody|custodia|restraining_order|orden_de_restriccion|cps|dcfs|incarcerated|jail|prison|deployed|deployment|divorce|divorced|divorcing|separated|divorcio|domestic_violence|guardianship|grandparents_raising|adopted|adoption|carcel
no contact order
protective order|services
dad|mom|father|mother|parent|papa|mama ~3 in|is|was|esta ~3 jail|prison|incarcerated|deployed|rehab|carcel|deported
court order
""",
    Topic.POLITICS: """
my|his|her|their|mi|su ~1 parents|mom|dad|family|papas|familia ~2 voted|vote|votes|support|supports|republican*|democrat*|votan|votaron ~3
political affiliation|beliefs|party|views
i am|we_are|he_is|she_is|they_are a? ~1 republican|democrat|communist|socialist|libertarian
""",
    Topic.MENTAL_PROBLEMS: """
depression|depressed|bipolar|schizophren*|suicidal|self_harm|anorexi*|bulimi*|ptsd|psychiatr*|panic_attack|panic_attacks|mental_illness|mental_health|therapist|therapy|eating_disorder|anxiety_disorder|hears_voices|deprimido|deprimida|ansiedad
""",
    Topic.SEX: """
gay|lesbian|bisexual|transgender|trans|nonbinary|queer|lgbtq|sexual|sexually|pronouns|gender_identity|came_out|coming_out|virgin|virginity|std|sti|condom|condoms|birth_control|dysphoria|lesbiana|transgenero|sexo
has|had|having sex
""",
    Topic.ILLEGAL_BEHAVIOUR: """
i|he|she|we|they|my|his|her|brother|friend ~4 stole|shoplift*|smoke|smokes|smoked|vape|vapes|vaped|drink|drinks|drank|drunk|got_high|weed|marijuana|cocaine|meth|fentanyl|dealing|sells|sold_drugs|robbed|arrested|probation|gang|graffiti|juvenile|drogas|roba
""",
    Topic.FAMILY_APPRAISAL: """
my|his|her|their|mi|su ~2 mom|dad|mother|father|parents|stepdad|stepmom|family|brother|sister|mama|papa|padres ~3 drinks|drunk|alcoholic|addict|yells|hits|cheated|abusive|lazy|hates|fights|fight|argue|hoarder|gambles|crazy|terrible|neglect*|unstable|violent|toma|grita|pega|pelean
""",
    Topic.PRIVILEGED_RELATIONS: """
my|his|her|our|their ~1 lawyer|attorney|priest|pastor|imam|rabbi|psychologist|psychiatrist|therapist|physician|abogado|sacerdote ~2 said|told|says|wrote|knows|thinks|dijo
told|confess*|talked|spoke|confes* ~2 to? ~2 my|his|her|the|mi|su lawyer|attorney|priest|pastor|imam|rabbi|therapist|psychologist|doctor|abogado|sacerdote
""",
    Topic.RELIGION: """
i|we|he|she|they|family|parents ~2 am|are|is|practice|practices ~2 muslim|christian|catholic|jewish|mormon|hindu|sikh|buddhist|atheist|baptist|evangelical|jehovahs_witness|orthodox|pentecostal
my|our|his|her|their|mi|su ~1 church|mosque|temple|synagogue|faith|religion|religious|iglesia|mezquita|fe
jehovahs witness
soy|es|somos catolico|catolica|cristiano|cristiana|musulman|judio
""",
    Topic.INCOME: """
my|his|her|their|our|mi|su ~2 parents|mom|dad|family|mother|father|papas|familia ~4 makes|earns|earn|make|poor|broke|welfare|food_stamps|afford|income|salary|debt|bankrupt*|gana|pobres|dinero
household|family income
annual income
""",
}

READ_OFF = {
    Topic.SPECIAL_EDUCATION: """
has|with|on|under|tiene ~2 an?|a|the|un iep|504|bip
504 plan ~4 for|says|includes|goals|and
iep|annual goal|goals|meeting|team|progress|present_levels
present levels of
meets eligibility
eligibility sld|ohi|asd|sli|id|ed
""",
    Topic.ASSESSMENT: """
lexile|lexil ~3 level|NUMBER
reading at NUMBER|grade|level
fsiq|viq|piq NUMBER
rit|map ~2 NUMBER|score|percentile
gpa ~2 NUMBER
level ~1 m|j|k|l|n on|in f
""",
    Topic.ATTENDANCE: """
absent NUMBER of|days|times|out
missed NUMBER of? ~1 days|NUMBER|classes|school
""",
    Topic.CONDUCT: """
suspended ~2 for|from|after
expelled ~2 for|from
""",
}

ASKED = """
survey|questionnaire|poll|encuesta|cuestionario|inventory
questions|question|preguntas|prompt|prompts|journal_prompt|writing_prompt|icebreaker* ~6 for|to|that|asking|about|ask|para|sobre ~4 student|students|kids|class|graders|alumnos|estudiantes|pupils|ninos|teens|they
ask|asking|asks|interview|pregunta|preguntar ~3 students|kids|pupils|my_class|the_class|graders|estudiantes|alumnos|teens
google form|forms
have ~2 students|kids|them ~3 write|share|describe|tell|answer|respond ~4 about|their
"""
AREAS = """
political affiliation|beliefs|party|views|opinions
who ~3 parents ~3 vote|voted|support
vote|voted|votes ~4 parents|family
mental|psychological problems|health|illness|disorders
depression|suicidal|anxiety|self_harm|suicide|depresion|ansiedad|suicidio
sex|sexual|sexually|sexuality|sexualidad|dating ~3 behavior|behaviors|attitudes|orientation|activity|active|history|life|relationships|education_survey|partners|experience
sexual|gender orientation|identity
illegal|antisocial|self_incriminating|criminal behavior|behaviors|activity|acts|drugs
consumo|uso ~2 drogas|alcohol|tabaco
drug|drugs|alcohol|vaping|vape|marijuana|smoking|weed|drogas|tabaco ~2 use|usage|habits|using|tried|alcohol|drugs|or|and|o|y|consumo
have ~1 you ~2 ever used|tried|stolen|smoked|vaped|drunk|had
weapon|weapons|guns|gun|armas ~4 home|house|own|casa
parents|family|home|familia|padres ~5 fight|argue|drink|divorce*|discipline|punish|relationship|critic*|conflict|violence|problems|treat|pelean|violencia
lawyer|doctor|priest|pastor|minister|clergy ~4 told|talk|share|confide*
religion|religious|religiosas|church|god|pray|faith|worship|religious_beliefs|iglesia|creencias
income|salary|earn|afford|ingresos|money ~4 family|parents|household|home|familia|ganan|make
family|parents|household ~4 income|salary|earn|money|make|ingresos|ganan
"""
