"""Words that stand for each other where somebody tells of danger: "dad", "stepmom", "papa".

A class is what a clause about harm is made of: who does it, to whom, what, with what, when, and
the frames in which it is a story. What was learnt of one word then holds for all of its class, in
English and Spanish. Other words stand for themselves by how they begin (`STEM` letters), so that an
ending or a slip at the end of a word makes no difference.

Knows words; must not know what a class is worth. Pure.
"""

from collections.abc import Mapping

STEM = 5

_CLASSES = {
    "I": "i yo ill id",
    "ME": "me my myself mine mi mis mio conmigo us our nos nosotros nosotras",
    "HE": """
    he she they him her his hers them their el ella ellos ellas himself herself themselves
    """,
    "YOU": "you your yours tu tus ti usted ustedes yourself",
    "KIN": """
    dad mom father mother daddy mommy mum mama papa padre madre mami papi parents padres stepdad
    stepmom stepfather stepmother padrastro madrastra uncle aunt tio tia cousin primo prima
    grandpa grandma grandfather grandmother abuelo abuela abuelito abuelita brother sister
    hermano hermana stepbrother stepsister hermanastro hermanito hermanita foster guardian
    granddad pops momma papaw
    """,
    "PARTNER": """
    boyfriend girlfriend husband wife ex novio novia esposo esposa marido fiance spouse partner
    """,
    "FRIEND": """
    friend friends amigo amiga amigos amigas classmate classmates teammate roommate companero
    companera companeros kid kids boy girl boys guy dude chavo chava homie buddy guys someone
    somebody alguien people
    """,
    "PUPIL": """
    student students pupil pupils sophomore freshman junior senior seniors grader graders
    kindergartner kindergartener alumno alumna alumnos estudiante estudiantes nino nina ninos
    homeroom
    """,
    "OWNCHILD": """
    son daughter child children hijo hija hijos nephew niece toddler baby sobrino nieta
    """,
    "STAFF": """
    coach teacher teachers principal counselor pastor priest babysitter tutor janitor neighbor
    maestro maestra profesor profesora entrenador director substitute driver boss vecino ninera
    camp
    """,
    "ELDER": "man hombre adult grown stranger older senor mayor woman",
    "KILL": """
    kill killing killed murder murdering shoot shooting stab stabbing matar matarlo matarla
    matarme mata mato matan slaughter execute strangle poison disparar apunalar behead
    decapitate matarlos dispara shot stabbed matarte asesinar smother drown drowning
    """,
    "KILLME": """
    suicide suicidal unalive kms suicidarme suicidar suicidio suicidarse matarse offing ctb
    """,
    "DIE": """
    die dying dead death morir morirme muera muero muerte muerto muerta morirse funeral died
    muriera
    """,
    "LIVE": """
    live living alive exist existing existir vivir vivo viva life vida existiera existence
    """,
    "GONE": """
    gone disappear vanish desaparecer desapareciera disappeared goodbye farewell despedida adios
    bye
    """,
    "HURT": """
    hurt hurts hurting harm harming hit hits hitting beat beats beating punch punches punched
    slap slaps slapped smack smacks smacked kick kicks kicked choke chokes choked whip whips
    whipped strikes struck shove shoves shoved throws pushed pushes grabs grabbed burns beaten
    golpea golpear golpean golpeo pega pegan pegar pego pegaba lastima lastimar dano jala patea
    cachetada quema strangles strangled strangling thrashed spank spanks spanked backhanded
    clocked belted yanks drags dragged bites slams slammed bruises hurted hitted golpes pegaron
    golpearon agarra
    """,
    "SELFCUT": """
    cut cuts cutting burn burning scratch scratching razor razors blade blades scars bleed
    bleeding corto corta cortes cortadas cortarme carve carving slice slicing slit navajas
    relapsed
    """,
    "ARM": """
    arm arms wrist wrists leg legs thigh thighs forearm forearms brazos piernas munecas brazo
    """,
    "TOUCH": """
    touch touches touched touching molest molested molesting rape raped raping grope groped
    fondle fondled fondles kissed kisses toca toco tocar tocan tocaba viola violo violaron abuso
    abusa abusaron abused abuses abusing assaulted assault sexually sex undress rubs rubbing
    rubbed feels manosea manoseo sexual inappropriately forces forced obliga obligo
    """,
    "NUDE": """
    nude nudes naked clothes shirtless topless underwear desnuda desnudo ropa pants privates
    """,
    "PICS": "pics pictures photos photo pic video videos fotos foto selfies webcam",
    "THREATEN": """
    threaten threatened threatens threatening amenaza amenazo amenazaron threats amenazan
    blackmail blackmailing amenazas
    """,
    "WEAPON": """
    gun guns pistol rifle knife knives glock bomb bullets ammo machete weapon weapons pistola
    cuchillo navaja arma armas bomba shotgun revolver ar15 bat bats firearm rifles balas
    explosive explosives switchblade handgun
    """,
    "PILLS": """
    pills pill overdose od tylenol advil medicine meds pastillas pastilla ibuprofen overdosed
    bottle
    """,
    "STARVE": """
    starve starving purge purging puke puking vomit vomito fasting calories anorexic bulimic
    throwing
    """,
    "MARK": "bruise bruised marks moreton moretones welts welt scar hematoma",
    "TAKE": """
    bring bringing take taking llevar traer carry carrying got have tengo trae traigo brought
    """,
    "SAID": """
    said says told tells telling wrote texted posted dice dijo conto emailed mentioned confided
    disclosed admitted whispered confeso messaged typed escribio revealed shared reported texts
    """,
    "WANT": """
    want wants wanted wish wishes quiero quiere ojala hope hoped thinking think thought pienso
    planning plan plans planned considering decided ready quisiera pensando
    """,
    "WILL": "will going voy va van vamos bout about",
    "NOT": "not never no nobody nothing nadie nunca without ni jamas nada dont none",
    "ANYMORE": "anymore longer mas forever siempre ever",
    "AFRAID": "afraid scared fear terrified miedo frightened unsafe scares asustada asustado",
    "HOME": "home house casa room cuarto bed cama bedroom closet",
    "SCHOOL": "school escuela cafeteria gym hallway class salon building campus classroom",
    "WHEN": """
    tonight tomorrow manana monday tuesday wednesday thursday friday saturday sunday weekend
    lunes martes miercoles jueves viernes noche anoche yesterday ayer hoy today
    """,
    "NIGHT": "night nights noches asleep dormida dormido sleep sleeping dormir",
    "DRUNK": "drunk drinks drinking toma tomado borracho alcohol high",
    "SECRET": "secret secreto tell snitch trust promise promised",
    "BETTER": "better happier easier mejor",
    "BURDEN": "burden worthless useless estorbo carga waste",
    "EVERYONE": "everyone everybody all todos todas family familia",
    "PAYBACK": """
    revenge pay suffer sorry arrepentir pagar regret deserve deserves bloodbath venganza
    """,
    "BOOK": """
    novel chapter character characters narrator poem author play scene story essay plot theme
    book movie film lyrics song novela cuento obra personaje libro poema capitulo cancion
    protagonist shakespeare hamlet romeo macbeth stanza speaker quote detective villain act
    verse excerpt gatsby
    """,
    "LESSON": """
    lesson unit worksheet rubric slides poster quiz article statistics definition research
    debate discussion prevention awareness clase leccion cartel noticia resumen tarea symptoms
    signs history war drill simulacro policy law laws newsletter announcement training summarize
    explain
    """,
    "GAME": """
    game games minecraft fortnite roblox level dragon zombies dnd creeper xbox juego nintendo
    valorant halo loot pokemon imposter npc
    """,
    "SPORT": """
    soccer basketball ball football team season volleyball pelota balon boxing wrestling
    """,
    "LOL": "lol haha jaja lmao jajaja hahaha omg xd",
    "CODE": """
    process linux thread script python server git terminal proceso computer windows code
    """,
    "FIGURE": "one two three four five six seven eight nine ten twelve",
}


def classes() -> Mapping[str, str]:
    """Return which class each word is of; of several, the first that has it."""
    found: dict[str, str] = {}
    for name, words in _CLASSES.items():
        for word in words.split():
            found.setdefault(word, name)
    return found
