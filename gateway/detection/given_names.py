"""Given names that children and grown-ups in US schools bear, for texts without capitals.

"my sister lily" and "my sister called" differ by nothing but knowing that Lily is a name. The list
is no gate: a name in capitals needs no listing, and one that is not here is found by the roster or
the model. Written for this project from names in common use, of as many origins as pupils have.
English formal names come from the `nicknames` package; these are the others. Words that are names
as well (Hope, Will) are left to `name_words`.

All folded (`folding.fold`). Knows names only. Pure.
"""

from functools import cache

from nicknames import NickNamer

from gateway.detection.name_words import CALENDAR, CLOSED, WORDS

_MORE = frozenset(
    """
    aaliyah aarav aaron aarya abby abdi abdirahman abdul abdullah abdullahi abena abril adam
    adan addie addy adela aden adil aditi aditya adnan adriana adriano agustin ahmad ahmed aidan
    aiden aiko ailani aimee aisha aiyana ajay akash akeem akiko akira akua alaina alana alani
    alanna alayna alberto aldo alec aleena alejandra alejandro alena alessandra alessia alex
    alexa alexia alexis ali alia alicia alina alisa alisha alissa alivia aliyah allie alma
    alondra alonso alvaro alvin alyssa amadou amaia amani amar amara amare amari amaya amber
    amelia amina aminah aminata amir amira amit amiya amy ana anahi anastasia anaya andi andre
    andrea andreas andres andrew andy angelica angelina angelo angie anh anika anil anisa anisha
    anita aniya aniyah anjali ann anna annabelle anne annie ansel anthony antoine antonella
    antonia antonio anya araceli archie ari aria ariana arianna ariel ariella arjun arlo armando
    armani arnav arthur arturo arun arya asa asad asha asher ashley ashlyn ashwin asia astrid
    athena aubree aubrey audrey augustus ava avery avi awa aya ayaan ayah ayan ayana ayesha
    aylin ayodele azalea azariah aziz bao beatriz beau becca beckett becky belen bella ben
    benicio benjamin benji bennett benny bereket bernadette bernardo beth bianca bilal bill
    billie billy binh binta blaine blake bobby brad braden bradley brady brandon brayan brayden
    breanna brenda brendan brenna brennan brent brett bri brian briana brianna brielle brittany
    brock brody brooklyn bruno bryan bryant bryce bryson byron caden caitlin caleb callie calvin
    camden cameron camila camilla camilo camryn candace cara carina carl carla carlos carlton
    carly carmen carolina caroline carolyn carrie carson carter casey cassandra cassidy cassie
    catalina catherine cecilia celia cesar chadwick chaim chandra chanel charlene charles
    charlie charlotte chase cheikh chelsea chen cheyenne chiara chidi chinedu chioma chloe chris
    christa christian christina christine christopher christy chuck ciara cindy claire clara
    clarissa clark claudia clayton clementine cleo clint clyde cody cole colette colin colleen
    colton connie connor conor conrad consuelo cooper cora corey corinne cory courtney craig
    cristian cristiano cristina cristobal crystal cuong curtis cynthia cyrus dahlia daisha
    dakota dalia dallas dalton damari damian damien damon dan dana dani daniel daniela daniella
    danielle danika danna danny dante dao daphne daria darian dariel dario darius darlene
    darnell darrell darren darryl darwin dashawn dave david davion davis davon dawa dawit dawson
    dayana dayanara dayton deandre deangelo deanna deb debbie deborah declan deepak deja delaney
    delia delilah demarcus demetrius denis denise dennis denzel deon derek derrick deshawn
    desmond destiny devin devon devonte dewayne dexter diana diane diego dillon dimitri dina
    dinesh diya djibril dmitri dolores dominic dominick dominique donald donna donovan donte
    dora dorian doris dorothy doug douglas drake drew duc duncan dustin dwayne dylan ebony eddie
    eddy edgar edith eduardo edward edwin efrain eileen eitan ela elaine eleanor elena eli elian
    eliana elias elif elijah elin elisa elise eliseo elisha eliza elizabeth ella elle ellen
    elliana ellie elliot elliott ellis elmer eloise elsa elsie elvin elvira elvis emani emanuel
    emeka emely emerson emery emilia emiliano emilio emily emma emmanuel emmett enrique enzo
    eric erica erick ericka erik erika erin ernesto esme esmeralda esperanza esteban estefania
    estela esther estrella ethan eugene eugenia eva evan evangeline evelyn everett eyob ezekiel
    ezequiel ezra fabian fabiola faisal fanta farah farid faris fartun fatima fatimah fatou
    felicia felipe felix femi fernanda fernando feven fidel filip finley finn finnegan fiona
    folake francisca francisco frank frankie franklin fred freddie frederick frida gabby gabe
    gabriel gabriela gabriella gael gaia galilea gary gavin genevieve geoffrey george gerald
    gerardo giana giang gianna gideon gigi gilbert gilberto gina gino gio giovanna giovanni
    giselle giuliana gloria gonzalo gordon graciela graham greg gregorio gregory greta gretchen
    greyson griffin guadalupe guillermo gustavo gwen gwendolyn habib hadassah hadiya hadley hai
    hailee hailey hakeem haley halia halima hamza hana hanna hannah hans hanya harish harley
    harold haroon harriet harrison harry hasan hashim hassan hattie haylee hayley hector heidi
    helen helena henry hiba hien hilda hiro hiwot hoa hodan hollis howard huda hugo hung huong
    hussein hyun ian ibrahim ida idris iesha ifeoma ifrah ignacio ikaika iker ileana iliana
    imani imran ina ines inez ingrid ira irene iris irma irvin isa isaac isabel isabela isabella
    isabelle isaiah isaias isha isiah isidro ismael ismahan israel issa itzel ivan ivanna ivette
    izabella jabari jace jackie jackson jaclyn jacob jacqueline jacquelyn jada jaden jadon
    jaelyn jahir jaiden jaime jair jake jakob jalen jaliyah jamal jamar jamarcus james jameson
    jamie jamil jamila jamir jamison janae jane janelle janessa janet janice janiya janiyah
    jaquan jared jase jason javier javion javon jax jaxon jaxson jayceon jayda jayden jayla
    jaylee jayleen jaylen jaylin jaylon jazlyn jazmin jazmine jazzlyn jeanette jeanne jeff
    jeffrey jelani jen jenna jennifer jenny jeremiah jeremy jermaine jerome jerry jess jesse
    jessica jessie jesus jiho jihoon jill jillian jimena jimmy jin jisoo joana joann joanna
    joanne joaquin jocelyn jodi joe joel joelle joey johana johanna john johnathan johnny jojo
    jolene jon jonah jonas jonathan jorge jose josefina joseline joseph josephine joshua josiah
    josie josue journee jovan jovanni joyce juan juana juanita judah jude judith judy julia
    julian juliana julianna julie juliet julieta julio julissa julius justin kacey kade kaden
    kadence kadiatou kai kaia kaila kailani kailey kainoa kairo kaitlin kaitlyn kaiya kalani
    kalea kaleb kali kalia kamal kamari kamila kamiyah kamron kara kareem karen karim karina
    karissa karl karla karol karthik kasey kate katelyn katherine kathleen kathryn kathy katie
    katrina kavya kaya kayden kayla kaylee kayleigh keana keanu keegan keira keisha keith kekoa
    kelani kellen kelly kelsey kelvin ken kendall kendra kendrick kenia kenji kennedy kenneth
    kenny kensley kenta kenya kenzie keon keoni kevin keyla khadija khalid khalil khanh khloe
    kian kiana kiara kieran kierra kiki kimberly kimora kiran kirsten kobe kofi kolton kourtney
    kris krish krishna kristen kristian kristin kristina kristine kristopher krystal kurt
    kwabena kwame kwesi kyla kyle kylee kyler kylie kyra kyrie laila lakshmi lamar lamine lamont
    lan lana lara larissa larry latisha latoya laura lauren laurie lawrence layla lazaro leah
    leandro leanna lee leila leilani lena leo leon leona leonardo leonel leonor leslie leticia
    levi lexi lexie lia liam liana lidia lila lilia lilian liliana lilith lillian lillie lilly
    lily lina lincoln linda lindsay lindsey ling linh lisa liv liz liza lizbeth lizeth lizzie
    logan lois lola lonnie lorelei lorena lorenzo loretta lori lorraine lou louis louisa louise
    luca lucas lucia luciana luciano lucille lucinda luis luisa luka lukas luke lulu luna lupe
    lupita luz lydia lyla lynn mabel macie mackenzie maddie maddy madeleine madeline madelyn
    madison mae maeve magda magdalena maggie mahmoud maia maka makayla makenna makenzie makoa
    malachi malaika malak malaya malcolm maleah malia malik malika mallory mamadou manny manuel
    manuela mara marc marcel marcela marcelo marcia marco marcos marcus margaret margarita
    margot maria mariah mariam mariama mariana maribel maricela marie mariela marilyn marisa
    marisol marissa maritza marjorie marlee marlene marley marlon marquis marquise marta martha
    martina marvin mary maryam mateo mathew matias matilda matt matteo matthew maureen maurice
    mauricio max maxim maximiliano maximus maxine maxwell maya mayra mckenna meg megan mehdi mei
    meilin mekdes mekhi mel melanie melany mele melina melinda melisa melissa mercedes meredith
    merida meron mia micah michael michaela michel michelle miguel mikaela mikayla mikey mila
    milagros milan milena milo mimi mina minh minho minji minnie mira miranda miriam mitchell
    moana mohamed mohammad mohammed moises molly mona monica monique monserrat morgan moses
    moussa muhammad mustafa mya myles myra nabil nadia nadine nahla nalani nam nancy naomi nasir
    nasra natalia natalie nataly natasha nate nathalie nathan nathaniel natnael nayeli neha
    nehemiah neil nelson nevaeh neveah ngoc ngozi nguyen nhi nia nicholas nick nicky nico
    nicolas nicole nigel nikhil niki nikita nikki nikolai nila nina nisha nishant nitya noah noe
    noelani noelia noelle noemi nolan nora norma nour nuria nyah nyla obinna octavia odalys odin
    olga oliver olivia olu oluwaseun omar omari ophelia orion orlando oscar osman osvaldo oumar
    ousmane owen pablo paloma pamela paola pat patricia patrick paul paula paulina pauline pavel
    payton pedro pema penelope perla pete peter petra peyton phil philip phillip phoebe phuong
    pooja pradeep pranav presley preston priscilla priya priyanka puanani qasim quan quang
    quentin quincy quinn quinton quynh rachel rae raelynn rafael raheem rahel rahim rahul raina
    raj rajesh ralph ramiro ramon randall randy rania raquel rashad rashid raul raven ravi raya
    raymond raymundo rayyan reagan rebecca rebekah reece reem reese regan reggie regina reginald
    reid reina remi remy rena renata rene renee reuben reyna rhea rhett rhonda rhys ria ricardo
    richard rick ricky rigoberto rihanna rina rishi rita river riya roan rob robbie robby robert
    roberta roberto rochelle rocio roderick rodney rodolfo rodrigo rodriguez rogelio roger rohan
    roland rolando roman ron ronald ronan ronin ronnie rory rosa rosalia rosalie rosalind
    rosalyn rosario rosie ross roxana roxanne roy ruben rubi rudy rufus ruslan russell ryan
    ryder ryker rylan rylee saba sabrina sadie safiya sagal sahar saida saige sakura sal salim
    sally salma salman salvador sam samantha samara samir samira sammy samrawit samson samuel
    sana sandra sandy sanjay santana santiago santino sara sarah sarai sariah sasha saul sawyer
    scarlett sean sebastian sekou selah selam selena selma seojun serena sergio seth shaina
    shana shane shania shanice shanna shannon shanti shaquille sharon shaun shawn shayla shaylee
    shayna sheila shelby sheldon shelly sherry shirley shiv shivani shreya shyla siaka siddharth
    sienna sierra silas silvia simon simone sita skye skyla skyler sloane sofia sofie sonia
    sonja sonya soojin sophia sophie sora soraya spencer stacey stacy stanley stefan stefani
    stella steph stephanie stephen steve steven stuart sue sufyan suleiman sullivan sultan sumin
    sunil suresh surya susan susana susie sven sydney sylvia tabitha tae tahir taj talia tamara
    tameka tamia tamika tania taniya tanya tara tariq taryn tasha tatiana tatum tavion tay
    taylor teagan ted teddy temitope tenzin teo teresa terrance terrell terrence tess tessa
    thalia thanh thao thea theo theodore theresa thiago thomas thu thuy tia tiana tiara tien
    tiffany tigist tim timmy timothy tina tobias toby todd tom tomas tommy toni tony tonya tori
    tracey traci tracy trang travis tremaine trent trenton tressa trevon trevor trey trinh
    trisha tristan troy trung tuan tunde tuyet ty tyesha tyler tyree tyrell tyrese tyrone tyson
    uma umar uriah uriel usman uyen val valentin valentina valeria valerie valery vanessa veda
    vera veronica vicente vicki vicky victor victoria vidal vihaan vijay vikram vincent vinh
    vinny virginia vivian viviana viviane vivienne vlad walter wanda warsame waylon wei wendell
    wendy wesley whitney willa william willie wilson winnie winston wyatt xander xavier ximena
    xin xiomara yadira yael yahir yahya yan yandel yara yareli yaretzi yaritza yash yasin yasir
    yasmin yasmine yaw yesenia ying yolanda yonas yong yoon yousef youssef yuan yuki yulia
    yuliana yun yuri yusef yusuf yvette yvonne zachariah zachary zack zahra zaid zain zainab
    zaire zaniyah zara zaria zayden zayn zeke zelda zendaya zhang zhen zion zoe zoey zofia zoha
    zoltan zoya zuri
    """.split()
)


# What children call one another, and grown-ups children.
_NICKNAMES = frozenset(
    """
    abby addy aleks alfie allie annie ansley archie ash auggie azzy bea bebe becca bee bennie
    beto betty bibi billie bobbie boogie bree bri bubba bukky carlitos caz cece chabela chayo
    chaz chela chelo chema chente chepe chip chucho chuy cici cisco coco concha cris dani danny
    dede dee deja demi dev dez didi dodo dottie dre dyl ellie emmy evie fefe fifi fran franny
    gabby gabe georgie gia gigi gio giz goyo guille gus hattie huda ike issy izzie izzy jandra
    jandro jaq jax jaz jazzy jed jem jojo jonny joselito joss juancho juanito juju junie kat
    kata kay keke kenzie kik kiki kip kit kofi kris lala lalo layla leni lettie lexi lexie lexy
    libby lili lilo liv livvy liza lizzie lola lolita lolo lottie lou lucho luisito lula lulu
    lupe maddie maddy mads maisie mando mandy manny manolo marce mare marita marky matty maxi
    maxie maze meche meg memo merche migue mikey millie mimi minnie mitch moe momo monty mundo
    nacho nancho nanda nando nat nate nena nene nessa nico nikki niko noe nola ollie olly oz
    ozzie pablito paco pancho paquita patty paz peggy pepe perico perla pia pilar pip posy quez
    quique raf rafa raj rell remi remy ric ricky rico rob robbie ronnie roo roro rosie rox roxy
    ru rudy sammie sammy santi seb seun shay shea sid soph sophie stevie sunni susie tad tali
    tasha tati tatum tav tavi tay teddy tess tessa theo tia tilly titi tito tobal toby tommie
    toni tono trace tre trey trini trish ty tyce tyke vee vicky vinnie viv wes winnie xan xavi
    xio yaz yoli zac zach zack zay zeb zeke zev ziggy zo zoey zuza zuzu
    """.split()
)


# Everyday words that are first of all names where a name is due: "my sister lily".
_WORDS_TOO = frozenset(
    """
    amber angel april ash aspen aurora autumn bob bonnie brandy brook brooks buddy carol carter
    celeste chance charity chase cody crystal cruz daisy dale dawn destiny diamond drake eddie eden
    ember essence faith fern florence frank gene genesis ginger grace harmony harper harvey
    hazel heather heaven holly hope hunter iris ivory ivy jack jade jasmine jasper jay jean jersey
    jewel josh journey joy julian july june justice king kingston lance laurel legend leo lily
    london lotus lyric maria mario mark marshall mason melody mercedes mercy messiah mike miles
    miller misty nova oakley olive ollie opal paige parker patience paris pat pearl penny peter
    phoenix piper poppy porter precious prince princess promise queen ray raven reed reese reign
    river robin rocky roman rose rosemary rowan royal ruby sage saint sandy savannah scarlet scott
    serenity sky skylar sonny sonia spencer stella stone storm summer sunny sunshine tanner taylor
    terry toby tony treasure trinity tucker tyler victor victory viola violet walker
    wade walter warren willow winter wren wyatt xavier zion jordan madison charlotte sydney dakota
    brooklyn savanna georgia virginia carolina dallas austin kingsley lincoln logan kennedy reagan
    aaron adam chelsea jackson troy diego sierra asia india kenya israel santiago victoria
    """.split()
)


CALLED_BY_LETTERS = frozenset("aj bj cj dj ej jb jc jd jj jp jr jt kc kj lj mj pj rj tj".split())
"""Two letters by which people are called; two others are mostly something else."""


@cache
def cued_names() -> frozenset[str]:
    """Return the given names that count in small letters where the words around ask for a name."""
    return given_names() | _WORDS_TOO


@cache
def given_names() -> frozenset[str]:
    """Return the given names that are no everyday words, folded."""
    english = NickNamer.default_lookup()
    names = _MORE | _NICKNAMES | english.keys()
    return frozenset(name for name in names if name.isalpha()) - WORDS - CLOSED - CALENDAR - _NOT


# In the lists above, and an everyday word or a place first.
_NOT = frozenset(
    """
    abe ada asia awa bab babs britannia carolina china christ con dallas dao dawa don dora duc
    easter eve fanta gay gee gene georgia grant gum hall hank hoa holland hung israel jet kent
    kenya king kit lan lib lil long lou mac mack major maka mars mele mercury nam newt orlando
    ossy paris peg quan rod saba sal sora sue thad trix troy virginia washington
    """.split()
)
