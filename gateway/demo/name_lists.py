"""Given and family names as they sound in a US district, by the languages families speak at home.

Data only: the lists are our own, written for this project, and describe nobody. The commonest
names of a list come first; drawing favours the front (`names.py`). Non-Latin spellings are here
because some rosters hold them; `names.romanised` makes user names of whatever it is given.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class NameStock:
    """The names of families of one tradition.

    `weight` is its share among households (relative); `doubled` the probability that a family
    carries two family names, `joint` what stands between them; `mononym` that a person has one
    name only; `given_from_english` that a child bears a name of the English list.
    """

    tradition: str
    weight: float
    given: tuple[str, ...]
    family: tuple[str, ...]
    doubled: float = 0.0
    joint: str = " "
    mononym: float = 0.0
    given_from_english: float = 0.3


def words(text: str) -> tuple[str, ...]:
    """Split a list written as running text; an underscore stands for a space within a name."""
    return tuple(word.replace("_", " ") for word in text.split())


ENGLISH = NameStock(
    tradition="english",
    weight=30,
    doubled=0.05,
    joint="-",
    given_from_english=1.0,
    given=words("""
        Emma Liam Olivia Noah Ava Mason Sophia Jacob Isabella Ethan Mia Logan Charlotte Lucas
        Amelia Jackson Harper Aiden Evelyn Caleb Abigail Owen Emily Wyatt Ella Henry Scarlett
        Carter Madison Julian Layla Isaac Chloe Gabriel Riley Levi Zoey Nathan Nora Hunter Lily
        Eli Hannah Landon Lillian Connor Addison Jeremiah Aubrey Cameron Ellie Adrian Stella
        Nolan Natalie Colton Leah Brayden Hazel Dominic Violet Austin Aurora Ian Savannah Adam
        Audrey Elias Brooklyn Jace Bella Jordan Claire Xavier Skylar Parker Lucy Roman Paisley
        Everett Anna Carson Caroline Miles Genesis Sawyer Kennedy Jason Maya Declan Willow Weston
        Kinsley Ayden Naomi Greyson Aaliyah Micah Elena Damian Sarah Vincent Ariana Silas Allison
        Gavin Gabriella Cole Alice Chase Madelyn Ryder Cora Ashton Ruby Bryson Eva Brandon Serenity
        Axel Autumn Max Adeline Harrison Hailey Bentley Gianna Justin Valentina Emmett Isla Kingston
        Eliana Giovanni Quinn Maddox Ivy Juan Piper Kai Lydia Ryker Alexa Bennett Josephine Tyler
        Emery Jonathan Julia Steven Delilah Kevin Arianna Timothy Vivian Ezekiel Kaylee Thomas
        Sophie Braxton Brielle Katherine Devon Talia Tamika Jamal DeShawn LaToya Keisha Darnell
        Tyrone Imani Malik Jada Andre Ebony Terrell Shanice D'Andre Ja'Nae Mary-Kate Anne-Marie
        John-Paul Zoë Chloë Renée André Noël
    """),
    family=words("""
        Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Thomas Taylor Moore
        Jackson Martin Thompson Harris Clark Lewis Robinson Walker Hall Allen Wright Scott Hill
        Adams Baker Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards
        Collins Stewart Morris Rogers Reed Cook Morgan Bell Murphy Bailey Cooper Richardson Cox
        Howard Ward Peterson Gray James Watson Brooks Kelly Sanders Price Bennett Wood Barnes Ross
        Henderson Coleman Jenkins Perry Powell Patterson Hughes Flores Washington Butler Simmons
        Foster Bryant Alexander Russell Griffin Hayes Myers Ford Hamilton Graham Sullivan Wallace
        Woods Cole West Jordan Owens Reynolds Fisher Ellis Harrison Gibson McDonald Cruz Marshall
        Ortega Freeman Wells Webb Simpson Stevens Tucker Porter Hunter Hicks Crawford Henry Boyd
        Mason Kennedy Warren Dixon Burns Gordon Shaw Holmes Robertson Hunt Black Daniels Palmer
        Mills Nichols Grant Knight Ferguson Stone Hawkins Dunn Perkins Hudson Spencer Gardner
        Stephens Payne Pierce Berry Matthews Arnold Wagner Willis Watkins Olson Carroll Duncan
        Snyder Hart Cunningham Lane Andrews Ruiz Harper Fox Riley Armstrong Carpenter Weaver Greene
        Elliott Chavis Sims Peters Kelley Franklin Lawson Fields Gutierrez Ryan Schmidt Carr Wheeler
        Chapman Oliver Montgomery Richards Williamson Johnston Banks Meyer Bishop McCoy Howell
        Morrison Hansen Fernandes Garza Harvey Little Burton Nguyen-Hall George Jacobs Reid Kim-Reed
        Fuller Lynch Dean Gilbert Garrett Romero Welch Larson Frazier Burke Hanson Day Mendez-Cole
        Moreno Bowman Medina Fowler Brewer Hoffman Carlson Silva Pearson Holland Douglas Fleming
        Jensen Vargas Byrd Davidson Hopkins May Terry Herrera-Lane Wade Soto Walters Curtis Neal
        Caldwell Lowe Jennings Barnett Graves Jimenez Horton Shelton Barrett Obrien Castro Sutton
        Gregory McKinney Lucas Miles Craig Rodriquez Chambers Holt Lambert Fletcher Watts Bates Hale
        Rhodes Pena Beck Newman Haynes McDaniel Mendoza Bush Vaughn Parks Dawson Santiago Norris
        Hardy Love Steele Curry Powers Schultz Barker Guzman Page Munoz Ball Keller Chandler Weber
        Leonard Walsh Lyons Ramsey Wolfe Schneider Mullins Benson Sharp Bowen Barber Cummings Hines
        Baldwin Griffith Valdez Hubbard Salazar-Ross Reeves Warner Stevenson Burgess Santos-Bell
        Tate Cross Garner Mann Mack Moss Thornton Dennis McGee Farmer Delgado-Hall Aguilar-King
        O'Neil O'Brien O'Connor O'Reilly D'Angelo McAllister MacLeod St._James St._Clair Fitzgerald
        Smith-Jones Taylor-Reed
    """),
)

COMMON_WORD_GIVEN = words("""
    Hope Will Summer Grace May Chance Rose Justice Christian Faith Joy Destiny Angel Precious
    Harmony Royal Ace Mark Bill Rich Art Pat Sky River Sage Dawn Early Journey Genesis King
    Princess Star Sunny Winter Autumn April June Patience Constance Major Chase Drew Miles
""")
COMMON_WORD_FAMILY = words("""
    Young White Long Rice Park Green King Good Best Moon Love Price Short Little Day Field Bird
    Banks Waters Rivers Stone Page Cook Baker Fisher Summers Winters Poor Rich Sharp Wise Noble
    Church Temple Story Song Case Means Small Strong
""")

TRADITIONS: tuple[NameStock, ...] = (
    ENGLISH,
    NameStock(
        tradition="spanish",
        weight=26,
        doubled=0.4,
        given_from_english=0.2,
        given=words("""
            María José Sofía Mateo Camila Santiago Valentina Diego Isabella Sebastián Lucía Ángel
            Ximena Alejandro Daniela Emiliano Mariana Carlos Fernanda Luis Gabriela Miguel
            Guadalupe Juan Andrea Jesús Natalia Javier Paola Rafael Ana Eduardo Rosa Ricardo
            Elena Óscar Carmen Andrés Itzel Joaquín Yaretzi Iván Marisol Adrián Xóchitl César
            Alondra Raúl Jimena Héctor Luz Ramón Esperanza Julián Paloma Tomás Catalina Nicolás
            Inés Martín Pilar Álvaro Rocío Germán Yesenia Leonel Citlali Agustín Milagros Efraín
            Juan_Carlos Ana_María José_Luis Luz_María Miguel_Ángel
        """),
        family=words("""
            Garcia Hernandez Martinez Lopez Gonzalez Rodriguez Perez Sanchez Ramirez Torres Flores
            Rivera Gomez Diaz Reyes Morales Cruz Ortiz Gutierrez Chavez Ramos Ruiz Alvarez Mendoza
            Vasquez Castillo Jimenez Moreno Romero Herrera Medina Aguilar Vargas Guzman Mendez
            Salazar Delgado Valdez Contreras Rojas Nuñez Peña Muñoz Ibáñez Ávila Solís Cárdenas
            Zúñiga Ríos Fuentes Cabrera Molina Escobar Lara Ponce Orozco Trejo Villarreal Quintero
            Zavala Bautista Montoya Arellano Maldonado Castañeda Cervantes Figueroa Espinoza Acosta
            Padilla Sandoval Velázquez Robles Navarro Serrano Rosales Tapia Becerra Barrera Olvera
            Macías Magaña Cisneros Valencia Galindo Santillán Ocampo Calderón Zepeda Duarte Rangel
            de_la_Cruz de_León del_Río de_la_Torre de_los_Santos
        """),
    ),
    NameStock(
        tradition="vietnamese",
        weight=4,
        given_from_english=0.45,
        given=words("""
            Anh Linh Minh Thảo Huy Trang Khoa Vy Nam Hương Tuấn Ngọc Phúc Thanh Bảo Quỳnh Duy Lan
            Hải My Dũng Tiên Long Kim Sơn Hoa Trí Mai Quân Như Đức Uyên Hùng Yến Khánh Việt
        """),
        family=words("""
            Nguyen Tran Le Pham Hoang Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Nguyễn Trần Lê Phạm
            Đặng Huynh Truong Dinh Lam Mai Trinh Cao Luong Quach Ta
        """),
    ),
    NameStock(
        tradition="chinese",
        weight=4,
        given_from_english=0.55,
        given=words("""
            Wei Xin Jun Mei Hao Ling Yan Jie Xiaoming Yuting Zihan Haoran Yichen Ruoxi Tianyi Jiayi
            Bowen Xinyi Zhiyuan Siqi Mingze Yifan Kexin Chenxi Rui Qing Yu-Ting Kai-Wen Shu-Fen
            Mei-Ling 伟 王芳
        """),
        family=words("""
            Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Luo Gao
            Zheng Liang Xie Tang Feng Yu Dong Xiao Cheng Cai Peng Pan Yuan Lu Jiang Wong Chan Lau
            Leung Ouyang Situ 王 陈
        """),
    ),
    NameStock(
        tradition="korean",
        weight=3,
        given_from_english=0.45,
        given=words("""
            Min-jun Seo-yeon Ji-hoon Ha-eun Do-yun Ji-woo Seo-jun Su-bin Ye-jun Min-seo Hyun-woo
            Chae-won Jun-ho Da-eun Sung-min Eun-ji Tae-hyung Yuna Jisoo Minho Hana Jiwon Dong-hyun
            Soo-jin Hye-jin 민준
        """),
        family=words("""
            Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Yoo
            Hong Jeon Moon Yang Bae Noh Ryu Nam Baek 김
        """),
    ),
    NameStock(
        tradition="arabic",
        weight=4,
        doubled=0.06,
        joint="-",
        mononym=0.01,
        given_from_english=0.06,
        given=words("""
            Mohammed Fatima Ahmed Aisha Omar Maryam Ali Zainab Yusuf Layla Ibrahim Noor Hassan
            Amira Khalid Huda Bilal Salma Tariq Rania Karim Yasmin Samir Nadia Faisal Lina Mustafa
            Dina Hamza Rana Zayd Hala Abdullah Sumaya Idris Leen Abd_al-Rahman محمد نور
        """),
        family=words("""
            Hassan Ali Ahmed Ibrahim Khalil Mansour Haddad Saleh Nasser Hamdan Khoury Al-Masri
            El-Sayed Al-Hashimi Abu-Bakr Bin_Laith Aziz Rahman Darwish Said Osman Farouk Zaki Najjar
            Qasim Sabbagh Al-Amin Jaber Shaheen Habib Awad Kassem Bakri Tamimi
        """),
    ),
    NameStock(
        tradition="hmong",
        weight=2,
        given_from_english=0.4,
        given=words("""
            Pa Kou Mai Tou Yer Chue Pao Xee Nhia Bee Kia Meng Paj Cheng Kaying Pheng Maiyer Tou-Ger
            Pa-Houa Gaonou Sua Leng Ntxhi Vue Mee Chong
        """),
        family=words("""
            Vang Yang Xiong Lee Vue Lor Her Thao Moua Cha Kue Hang Khang Thor Vaj Xyooj
        """),
    ),
    NameStock(
        tradition="somali",
        weight=3,
        mononym=0.02,
        given_from_english=0.03,
        given=words("""
            Abdi Hodan Mahad Ifrah Liban Fadumo Yahya Sagal Guled Hamdi Ayaan Najma Warsame Ubah
            Zakariya Deqa Farhan Asha Bashir Hibo Jama Ladan Abdirahman Sahra Khadra Mumin Nasteho
        """),
        family=words("""
            Mohamud Abdi Hussein Farah Warsame Jama Omar Hersi Duale Egal Samatar Aden Yusuf Nur
            Elmi Gedi Isse Shire Barre Guled Abdullahi Hirsi Awale Geele Sharif
        """),
    ),
    NameStock(
        tradition="filipino",
        weight=4,
        given_from_english=0.5,
        given=words("""
            Angelica Jericho Maricel Rodel Tala Bayani Ligaya Dalisay Jhon Princess Cherry Rommel
            Divina Jomar Analyn Rizalino Marites Arnel Luzviminda Renz Aira Kiko Mayumi Danilo
        """),
        family=words("""
            Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Dela_Cruz Villanueva Aquino Manalo
            Pascual Dizon Macaraeg Dimaculangan Salonga Lacson Tolentino Magsaysay Catacutan
            Agbayani Batungbakal Pangilinan Tumulak Sarmiento Evangelista
        """),
    ),
    NameStock(
        tradition="indian",
        weight=5,
        mononym=0.02,
        given_from_english=0.05,
        given=words("""
            Aarav Ananya Arjun Diya Vihaan Priya Rohan Isha Aditya Kavya Karthik Meera Ishaan Riya
            Harpreet Gurleen Jaspreet Simran Siddharth Lakshmi Rahul Shreya Nikhil Pooja Vikram
            Tanvi Dev Neha Venkatesh Aishwarya Sanjay Radhika Manpreet Fatema Zara Imran Tenzin
        """),
        family=words("""
            Patel Sharma Singh Gupta Kumar Reddy Shah Khan Iyer Nair Rao Desai Mehta Joshi Kaur
            Verma Chopra Bhatt Kapoor Menon Agarwal Banerjee Mukherjee Das Bose Chatterjee Pillai
            Subramanian Venkataraman Krishnamurthy Gill Dhillon Sandhu Trivedi Naidu Hussain Sherpa
        """),
    ),
    NameStock(
        tradition="haitian",
        weight=2,
        doubled=0.12,
        joint="-",
        given_from_english=0.15,
        given=words("""
            Jean Marie Wilner Guerline Stanley Mirlande Jude Nadège Frantz Rose-Laure Ricardo
            Fabiola Pierre-Louis Widline Jean-Baptiste Manoucheka Emmanuel Islande Dieudonné
            Lovely Jameson Bettina Wesner Esther
        """),
        family=words("""
            Jean Pierre Joseph Louis Charles Baptiste Jean-Louis Saint-Fleur Désir François Étienne
            Toussaint Dorvil Beauvoir Lafontant Michel Célestin Alexis Augustin Paul Estimé Exantus
            Jean-Pierre Duvalsaint Philistin
        """),
    ),
    NameStock(
        tradition="navajo",
        weight=1.5,
        given_from_english=0.7,
        given=words("Nizhoni Shandiin Ahiga Haseya Yanaha Doli Nascha Niyol Bidziil Sahkyo Dezba"),
        family=words("""
            Begay Yazzie Benally Tsosie Nez Tso Bitsilly Etsitty Chee Tohee Manygoats Blackgoat
            Yellowhair Tsinajinnie Todacheene Claw Bia Hosteen Silversmith Attakai
        """),
    ),
    NameStock(
        tradition="slavic",
        weight=3,
        given_from_english=0.25,
        given=words("""
            Anastasia Dmitri Olga Ivan Katarzyna Mykola Oksana Piotr Svetlana Bohdan Zofia Andrii
            Ludmila Miloš Jelena Tomasz Yulia Oleksandr Agnieszka Nikola Danylo Vesna Łukasz Iryna
            Stanisław Polina Дмитрий Олена
        """),
        family=words("""
            Kowalski Petrov Shevchenko Novak Ivanova Nowak Kovalenko Wiśniewski Popov Horvat
            Bondarenko Zieliński Sokolov Jovanović Dvořák Melnyk Kravchuk Lewandowski Volkov
            Marković Wojciechowski Kuznetsov Tkachenko Pavlović Hrytsenko Szczepański Smirnova
            Đorđević Иванов
        """),
    ),
    NameStock(
        tradition="west_african",
        weight=4,
        mononym=0.005,
        given_from_english=0.25,
        given=words("""
            Kwame Ama Chinedu Ngozi Oluwaseun Adaeze Mamadou Aminata Kofi Efua Emeka Chiamaka
            Ousmane Fatoumata Babatunde Folake Sekou Mariama Yaw Abena Ifeanyi Amara Tunde Yetunde
            Kojo Adwoa Ibrahima Awa N'Dia M'Baye Temitope Obinna Nana_Yaa
        """),
        family=words("""
            Okafor Mensah Diallo Adeyemi Owusu Traoré Eze Asante Diop Okonkwo Boateng Camara
            Balogun Osei N'Diaye Nwosu Appiah Koné Ogunleye Amoah Sow Chukwu Bangura Touré Adebayo
            Sesay Kamara Ofori M'Bow Abubakar Igwe Agyeman Coulibaly Obi Jalloh
        """),
    ),
    NameStock(
        tradition="european",
        weight=6,
        doubled=0.04,
        joint="-",
        given_from_english=0.75,
        given=words("""
            Giulia Marco Anneke Pieter Björn Astrid Sören Ingrid Siobhán Niamh Pádraig Eoin Chiara
            Luca François Zoé Étienne Amélie Jürgen Käthe Saoirse João Inês Thiago Björk Øyvind
        """),
        family=words("""
            van_der_Berg de_Vries van_Dijk von_Richter Müller Schröder Østergaard Lindström Rossi
            D'Amico De_Luca Di_Stefano D'Agostino Esposito Lefèvre L'Heureux Ó_Briain
            Nic_Dhonnchadha Silva Pereira da_Costa dos_Santos Gonçalves Björklund
            Kjær Papadopoulos Karagiannis Ten_Eyck Van_Buren Vander_Veen McGrath Fitzpatrick
            Ferrari Guðmundsdóttir Szabó Nagy
        """),
    ),
    NameStock(
        tradition="pacific_and_afghan",
        weight=2,
        mononym=0.06,
        given_from_english=0.2,
        given=words("""
            Sione Mele Tevita Lupe Leilani Kaimana Keoni Sina Malia Fetu Gul Zarmina Najib Parwana
            Farid Shabnam Htoo Paw Moe Ko Thiri Su Eh_Doh
        """),
        family=words("""
            Tuilagi Fonoti Kahananui Leota Faleolo Kealoha Tau'olunga Ka'ahumanu Ahmadzai Noori
            Popal Stanikzai Karimi Wardak Htun Aung Win Htoo Say_Wah Fa'asavalu
        """),
    ),
)

PREFERRED = {
    "Abdirahman": "Abdi",
    "Abigail": "Abby",
    "Alejandro": "Alex",
    "Anastasia": "Nastya",
    "Andrea": "Andie",
    "Benjamin": "Ben",
    "Bennett": "Ben",
    "Caroline": "Carrie",
    "Charlotte": "Charlie",
    "Christian": "Chris",
    "Eduardo": "Eddie",
    "Elena": "Lena",
    "Emiliano": "Emi",
    "Emily": "Em",
    "Ezekiel": "Zeke",
    "Francisco": "Paco",
    "Gabriel": "Gabe",
    "Gabriella": "Gabby",
    "Gabriela": "Gabi",
    "Guadalupe": "Lupita",
    "Harrison": "Harry",
    "Ibrahim": "Ibby",
    "Isabella": "Izzy",
    "Jackson": "Jack",
    "Jacob": "Jake",
    "Jonathan": "Jon",
    "José": "Pepe",
    "Josephine": "Josie",
    "Katherine": "Katie",
    "Leonel": "Leo",
    "Lillian": "Lily",
    "Madison": "Maddie",
    "Madelyn": "Maddy",
    "Miguel": "Mickey",
    "Mohammed": "Mo",
    "Nathan": "Nate",
    "Natalie": "Nat",
    "Oleksandr": "Sasha",
    "Oluwaseun": "Seun",
    "Olivia": "Liv",
    "Rafael": "Rafa",
    "Samantha": "Sam",
    "Santiago": "Santi",
    "Savannah": "Savvy",
    "Sebastián": "Bash",
    "Siddharth": "Sid",
    "Sofía": "Sofi",
    "Steven": "Steve",
    "Thomas": "Tommy",
    "Timothy": "Tim",
    "Valentina": "Val",
    "Venkatesh": "Venky",
    "Vincent": "Vinny",
    "Zachary": "Zach",
}
"""Short forms people go by; others who prefer a name take their middle name or an English one."""
