"""Words that are names and also something else, and words that tell which of the two they are.

A pupil may be called Hope, Will or Summer; most sentences with these words are not about that
pupil. The lists say for which names a single word needs more evidence than itself. They were
written for this project, from what school texts hold; leaving a word out costs a false name now
and then, never a missed child, since full names and the principal's own classes do not ask here.

All words are folded (`folding.fold`). Knows words only. Pure.
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Closed classes: grammar, not vocabulary. Alone they are never a name, whatever their capitals,
# except behind a title (Ms. Do).
CLOSED = _words(
    """
    a about above after again all also always am an and another any are as at away back be because
    been before being below best better between both but by can come could did do does done down
    each either else even ever every few first for from get give go goes going got had has have he
    her here hers him his how i if in into is it its just know last least less let like little made
    make many me mine more most much must my myself near never new next no none nor not nothing now
    of off ok on once one only or other our out over own per please put said same saw say see she
    should since so some still such take tell than thanks that the their them then there these they
    thing this those through to today together tomorrow tonight too two under until up upon us use
    very was way we well were what when where which while who whom whose why will with within
    without would yes yesterday yet you your yours
    """
) - {"will"}

# Grammar of Spanish: "Su hija", "con su mamá". Like CLOSED for whoever is called Su or Con.
SPANISH_CLOSED = _words(
    """
    su sus con por para le les lo mi mis tu tus que una un ya si muy como pero mas hay este esta ese
    esa son era fue ser sin sobre hasta desde cuando donde quien cada todo toda nada dia hoy ayer
    """
)

# Open classes: nouns, verbs, adjectives of everyday English that are also given or family names.
WORDS = _words(
    """
    dob drew min sid true won
    english french spanish german italian chinese japanese korean arabic russian latin greek polish
    portuguese irish scottish dutch danish swedish norwegian turkish
    able abbot abbey ace acres agate air alder all almond amber amen angel angle apple apply april
    arbor arch archer armor arrow art arts ash ashes aspen aspire aster august aurora autumn avenue
    ax axe azure bacon badge bailey baker ball balm band bank banks bar bard barker barley barn
    barrel bass bath bay beach beacon bean beans bear beard beau beauty beck bee bell belle bench
    bend berry best beverly bill bills birch bird bishop black blade blaze bless blessing bliss
    block bloom blossom blow blue bluff blunt board boat bob bolt bond bone bonnie book booker books
    booth bow bowl bowler bowman box boy boyd brace branch brand brandy brass brave bread breeze
    brewer briar brick bridge bridges briggs bright brook brooks brown buck bud buddy bull bunch
    burden burn burns bush butcher butler butter button buzz cable cage cake calm camp can candy
    cane cannon canon canyon cap cape car card care carol carpenter carrier carry carter cartwright
    carver case cash castle caesar cat cedar celery celeste chad chamber chambers champ champion
    chance chancellor chandler change chapel chapman chapter charity charm chart chase chastity
    cherish cherry chestnut chief child china chip christian church city clam clark clay clear
    clement clever cliff close cloud clover coal coast cobb cobble cocoa cody coffee coin cola cold
    collar colon colt comfort commander constant constance cook cooke cookie coop cooper copper
    coral cord core corn cosmo cotton couch count country couple court cove cover cow cox coy crab
    craft crane crawl cream creed creek crew crisp crook cross crow crown cruise crystal cub cupid
    curry curtain curtis cute cypress dad daisy dale dance dandy danger darling dash date dawn day
    days deacon deal dean dear deer delight dell delta den denim desire destiny dew dial diamond
    dick digger dill dinner divine dock doctor dodge doe dog doll dolly dolphin dot dove down drake
    draper draw dream driver drum duke dust duty dyer eagle earl early ease east easter easton echo
    eddy eden edge elder ember emerald eminent emperor endless english ever evening everest exile
    faint fair fairchild faith falcon fall falls fame fan farmer fashion fate favor fawn fear
    feather fennel fern ferry field fields fife fig finch fine fire fish fisher fix flag flash
    fletcher flint flood flora florence flower flowers floyd fly forbes force ford forest forge
    forrest fortune foster fountain fox frame france frank free freed freedom freeman french friday
    friend frost fry fuller funk gain gale game garden gardener garland garner garnet garrison gas
    gate gates gay gem gene general genesis gentle gentry ghost gift gill ginger given glad glade
    glass glen glenn gloria glory glover gold golden good goodman goodness goody goose gore gospel
    grace gracious grand grant grape grass gravel graves gray green greens greer grey grip groom
    ground grove guide gulf gun gunner guy ha hail hale hall ham hammer hand handy hanks happy
    harbor hardy hare harmony harp harper harsh hart harvest harvey hatch haven hawk hawks hay hays
    haze hazel head healey healer heart heath heather heaven hedge height heir helm hem henna herb
    hero high hill hills hilton hobby hold holder holiday hollow holly holmes home honest honesty
    honey honor hood hook hooker hoop hope hopes horn horne horse house how howl hub hudson hull
    humble humphrey hunt hunter huntsman hush hyde ice ida indigo infant ink innocent iris iron
    irons isle ivory ivy jack jade jam jar jasmine jasper jay jaw jean jeans jersey jest jet jewel
    john join joiner jolly josh joy judge juice july june junior jury just justice karma keen keep
    keeper kid kidd kind king kings kite knife knight knot lace ladd lady lake lamb lance land lane
    lark lary lash lass last laurel lavender law lawn lawyer lea leaf league lee legend lemon leo
    less level levy lexis liberty light lightning lily lime linen link links linnet lion lips little
    live lively lock locke lodge log long lord lot lotus love lovely lover low lowe loyal loyalty
    luck lucky lux lyric ma mace magic magnolia maiden main major maker male man manager maple
    marble march marina mariner mark market marks marsh marshal marshall marten martin marvel mason
    masters mat match mate maverick may mayer mayor mead meadow meadows mean means medina melody
    memory mental mercer merchant mercury mercy merit merry mesa metal mike mild miles mill miller
    mills mint miracle misty mocha model modest monday money monk moon moore moral more morn morning
    moss most mountain mouse munch music myth nana nation nature navy neat neon nest never neville
    nevis new newman nice nickel nights noble noel noon norm norman north nova nun nut oak oakes
    oaks ocean odd office olive ollie onyx opal orange orchard orchid oriole otter owl ox pace pack
    page paige paine pal palm palmer pam paper paris park parker parks parson parsons partridge pass
    pat patience patient patton payne peace peach peacock peak pear pearl pease peck peer pen penn
    penny pepper perch perfect peril perry pet petal peters pewter phoenix pickle pie pierce pigeon
    pike pilgrim pine pink piper pitt place plain plant player plum plumb poe point polish pollen
    pond pool poor pope poppy porter post potter potts pound powder power powers pray presence
    present press prestige price pride priest prime primrose prince princess prior prize promise
    proper prosper proud proverb providence prudence prudent prune purdy pure purple quail queen
    quest quick quill quince rabbit race radar rain rains ram ramp ranch ranger rash raven ray read
    ready real rebel red reed reef reeve reeves regal reign remedy remington render reason rest reef
    rhyme rice rich riches rider ridge right riley ring ripple rise rivers river roach road roads
    robin rock rocket rocky rod rogue roman rook rose rosemary roses rough round rover row rowan
    royal royce ruby rude rue ruff rule rush russet rust rusty ruth rye sable saddler safe sage
    sailor saint sale salmon salt sand sands sandy saturn saunter savage saw sawyer say scales
    scarlet scholar school scott scout sea seal seals season seat self sellers senior sequoia
    serene serenity seven severe shade shady shark sharp shell shelter shepherd sheriff shine ship
    shoe shore short shy sidle sierra silence silk silver simple sing singer singh sis sister sky
    skylar slate slaughter sleet sloan slim small smart smiley smith smoke snow soldier solo son
    song sonny soul south sow spark sparks sparrow speaks spear speed spell spence spicer spike
    spirit spring springer spruce square squire stack staff stage stamp star stark stars steel
    steele stem sterling stern steward stewart still stock stone storm story stout strand straw
    stream street strength strong studio sub sue sugar sum summer summers sun sunday sunny sunshine
    surf swan sweat sweet swift sword tab tabor tale tan tanner tate tax taylor teal teller temple
    tender terry thick thistle thorn thyme tide tiger timber time tin tipper tinker titan toby
    tomb topaz tower towers town travel treasure tree trick trinity triumph troop trout true truly
    truman trust truth tucker tuesday tulip turner tyler underwood unique unity urban usher vale
    valley valor van vance vanity vault velvet venus verity vernon verse via vice victor victory
    vine viola violet violin virgin virtue vivid voice wade wagner wagon wait walk walker wall walls
    war ward ware warm warner warren wash waters watt watts wave way weather weaver web webb webster
    weeks weir welch welcome well wells welsh west wheat wheel wheeler whistler white whole wild
    wilder wiley will willow wills win wind windsor wine winner winter winters winton wise wish wolf
    wolfe wonder wood woods wool word words work world worth wren wright yard yarrow year york young
    youth zeal zen zenith zephyr zion
    """
)

# Months and their like: in cased text a capital is no evidence at all.
CALENDAR = _words(
    """
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday easter christmas
    """
)

# Places and public figures known by one word: capitalised in any case, seldom the pupil.
PUBLIC = _words(
    """
    aaron adams africa alabama alexandria america andes arizona asia athens atlanta austin berlin
    boston brazil brooklyn caesar cairo california canada carolina carson charlotte chelsea chester
    china cleveland columbia columbus connecticut cuba dakota dallas darwin delaware denver diego
    dominica edison egypt einstein england europe florence florida france franklin galileo gandhi
    geneva georgia germany grant greece hamilton hamlet hamilton havana hawaii heidelberg hemingway
    holland homer houston idaho illinois india indiana ireland israel italia italy jackson jamaica
    japan jefferson jerusalem jordan kennedy kent kenya kingston korea lancaster lincoln lisbon
    london louisiana luther macbeth madison madrid maine malta malcolm manchester maryland memphis
    mexico miami michigan milan milton minnesota mississippi missouri monroe montana montgomery
    moscow nebraska nevada newton nixon ohio orlando orwell oxford panama paris pennsylvania peru
    philadelphia phoenix plato poland portland portugal quincy reagan richmond roma rome roosevelt
    russia salem samoa santiago savannah scotland seattle shakespeare shelley sherman sidney spain
    sydney texas tolstoy troy truman tubman twain utah valencia vermont victoria vienna vietnam
    virginia wales washington wellington wilson winchester wyoming york
    """
)

# In front of a family name they make it one: "Ms. Young" is nobody's age.
TITLES = _words(
    """
    mr mrs ms miss mx mister missus dr doctor prof professor coach principal counselor counsellor
    nurse sr sra srta senor senora senorita maestra maestro profe don dona officer rev reverend
    pastor father sister brother tio tia uncle aunt auntie grandma grandpa teacher
    """
)

# Behind one of these, a lower-case word that could be a name is a plain word ("the rose").
BEFORE_A_WORD = _words(
    """
    a an any each every i it my no of our some that the their these this those to very we you your
    is are was were be not in on by at for more most so too as there he she they who what which
    """
)

# Behind one of these a month is a month, though somebody is called April.
BEFORE_A_MONTH = BEFORE_A_WORD | _words("since until last next during from mid late early")

# Behind one of these a name is a place's: "St. Louis", "Lake Charles".
BEFORE_A_PLACE = _words("st saint san santa mount mt lake fort ft port cape camp")

# In front of one of these it is what was called after somebody: "Reed College", "Magnus effect".
BEHIND_A_NAMESAKE = _words(
    """
    college university street avenue road boulevard lane river lake creek county island islands bay
    mountain mountains valley canyon bridge tower dam chapel church cathedral temple palace castle
    museum library hospital airport stadium arena theater theatre hall institute foundation company
    corporation effect law laws theorem theory principle equation constant number numbers cycle
    curve diagram triangle sequence test scale index experiment hypothesis prize award medal trophy
    cup act amendment doctrine plan compromise treaty proclamation dynasty empire era comet nebula
    telescope disease syndrome
    """
)

# Parts that are never a family name by themselves.
PARTICLES = _words(
    """
    a abu af al am av bar ben bin bint da dal de degli dei del della delle der di do dos das du e el
    fitz ibn la las le les lo los mac mc o of ould san santa st saint te ten ter the tot und van
    vander vanden ver vom von y z zu zum zur ait aw nic ni ap ab
    """
)

# Behind a name and no part of it.
SUFFIXES = _words("jr sr ii iii iv v esq phd md")

# Capitalised beside a name in a sentence, and no part of it: greetings, verbs, headings.
BESIDE_A_NAME = _words(
    """
    hi hello hey dear hola querido querida greetings thanks thank sincerely regards respectfully
    ask tell call email text remind help write draft meet contact give show let make send see
    student pupil teacher parent guardian mother father mom mum dad brother sister friend name
    grade period class homeroom room section score absent present tardy homework english math
    science history reading spanish art music pe gym health algebra geometry biology chemistry
    physics mon tue tues wed thurs fri
    monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december iep bip fba ell el esl gpa ap ib apush
    weds dob id tel phone cell email address birth birthdate guardian contact dose meds course
    comp csv pdf sql html json sis lms sped lol lmao omg ngl tbh idk nvm asap fyi sgt lt capt
    tdap mmr hpv epipen inhaler wikipedia google gmail kahoot quizlet chromebook ipad dell zoom
    keyerror typeerror nameerror valueerror indexerror syntaxerror const bool kwargs
    walmart costco netflix tiktok instagram snapchat youtube discord roblox minecraft fortnite xbox
    nintendo spotify canva grammarly quizizz nearpod powerschool schoology edmodo classdojo ixl
    lexia blooket gimkit desmos geogebra duolingo padlet edpuzzle newsela commonlit turnitin
    naviance wida dibels nwea staar sbac caaspp teks kumon jostens doordash adderall ritalin
    albuterol zyrtec tylenol benadryl advil
    nombre apellido grado escuela alumno alumna matricula telefono direccion fecha dra mtra mtro lic
    """
)
