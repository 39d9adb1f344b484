"""What danger sounds like in Spanish, as families and pupils in the United States write it.

Accents are folded away ("mama", "nino"), so that a phone's keyboard makes no difference. Mixed
sentences count in either language. See `danger_english`. Data only.
"""

LISTS = {
    "QUIERO": """quiero | quisiera | queria | voy a | pienso en | pienso | pensando en | he pensado en
        estoy pensando en | penso en | ganas de | intente | trate de | he intentado | planeo
        estoy por | me gustaria | preferiria | ojala | necesito | pense en | pensado en | intento
        ya no aguanto y quiero | tengo pensado | decidi | he decidido | quiera""",
    "MORIR": """matarme | morirme | morir | suicidarme | quitarme la vida | acabar con mi vida
        terminar con mi vida | acabar con todo | terminar con todo | desaparecer | estar muerto
        estar muerta | no despertar | dormir y no despertar | dormirme y no despertar | ahorcarme
        colgarme | cortarme | cortarme las venas | hacerme dano | lastimarme | dejar de existir
        dejar de vivir | tirarme del | aventarme | tomarme todas las pastillas | unalive
        irme al cielo | irme con mi | estar con mi abuelita | die | kill myself | no existir
        estar muerta | no haber nacido | pegarme un tiro""",
    "MORIRSE": """matarse | se va a matar | se quiere matar | se quiere morir | morirse | quiere morir
        queria morir | quitarse la vida | quitar la vida | suicidarse | se va a suicidar
        se quiere suicidar | se corta | cortarse | se esta cortando | se hace dano | hacerse dano
        se lastima | desaparecer | no quiere vivir | ya no quiere vivir | no queria vivir
        no quiere estar aqui | acabar con su vida | terminar con su vida | ideas suicidas
        pensamientos suicidas | se intento matar | intento matarse | se tomo pastillas
        se quiso matar | tirarse | como morirse | estar muerto | estar muerta | ahorcarse""",
    "QUIEN": """mi amiga | mi amigo | mi mejor amiga | mi mejor amigo | mi hermana | mi hermano
        mi prima | mi primo | mi hijo | mi hija | mi novio | mi novia | una amiga | un amigo
        un alumno | una alumna | un estudiante | una estudiante | el alumno | la alumna
        el estudiante | la estudiante | un nino | una nina | el nino | la nina | mi alumno
        mi alumna | un companero | una companera | mi companera | mi companero | alguien | un chico
        una chica | un muchacho | una muchacha | mi mama | mi papa | su hijo | su hija | mi sobrina
        mi sobrino | uno de mis alumnos | una de mis alumnas | el chico | la chica | un senor
        este alumno | esta alumna | el joven | mi estudiante | un papa | una mama""",
    "FAMILIA": """papa | padre | mama | madre | padrastro | madrastra | tio | tia | hermano | hermana
        primo | prima | abuelo | abuela | novio | novia | papas | padres | jefe | jefa | padrino
        novio de mi mama | senor | amigo de mi papa | marido | esposo | esposa | ex | pareja
        vecino | entrenador | cunado | hermanastro | ninera""",
    "PEGA": """pega | pego | pegan | pegaba | golpea | golpeo | golpean | golpeaba | maltrata | maltrato
        maltratan | patea | pateo | cachetea | cacheteo | lastima | lastimo | quema | quemo | ahorca
        ahorco | jala del pelo | avienta | empuja | empujo | cintarea | da con el cinturon
        da con el cinto | da de golpes | da una golpiza | nalguea | hace dano | hizo dano | abusa
        abuso | viola | violo | castiga con | muerde | pegue | golpee""",
    "ARMA": """pistola | arma | armas | cuchillo | navaja | escopeta | rifle | bomba | balas | machete
        fusca | cuete | revolver | granada | explosivos | gun | knife""",
    "CUANDO": """manana | hoy | lunes | martes | miercoles | jueves | viernes | sabado | domingo
        esta noche | fin de semana | la salida | el recreo | proxima semana | next week""",
    "LUGAR": """escuela | salon | clase | mochila | casillero | cafeteria | gimnasio | camion | autobus
        locker | school | baile | patio | recreo | bano""",
}  # fmt: skip

SELF_HARM = """
4 QUIERO ~2 MORIR
4 me ~2 quiero|quisiera|queria|voy_a ~1 morir|matar|suicidar|cortar|quitar|colgar|ahorcar
3 me ~2 corto|corte|cortado|quemo|rasguno|cortando ~4 brazos|piernas|brazo|munecas|muneca|muslos|cuando|otra_vez|porque|para|nadie|bano|yo|para_sentir
3 volvi|volvi_a|empece|he_vuelto ~2 a ~1 cortarme|lastimarme|hacerme_dano
4 no|ya_no|nunca ~2 quiero|quisiera|queria|tengo_ganas_de|deseo ~2 vivir|existir|estar_viva|estar_vivo|despertar|seguir|seguir_viviendo|estar_aqui|seguir_aqui|estar_en_este_mundo|vivir_asi
4 no ~3 vale|tiene|tienen|encuentro|hay ~3 pena|sentido|razon|motivo|razones ~3 vivir|seguir|vida|existir
4 mi vida ~3 no ~2 vale|sentido
3 no|ya_no ~1 puedo|aguanto|soporto ~1 mas ~6 vida|vivir|morir|todo|dolor|sola|solo|acabar|desaparecer
2 ya no puedo|aguanto mas
3 cansado|cansada|harto|harta ~1 de ~1 vivir|la_vida|mi_vida|existir|todo|seguir|estar_viva|sufrir
4 todos|todo|familia|mama|papas|mundo|ellos|nadie|papa ~6 mejor|felices|tranquilos|descans* ~3 sin ~1 mi
4 mejor ~5 si ~2 yo ~2 no|muriera|desapareciera
3 mejor ~2 sin mi
4 nadie ~4 extran*|va_a_extranar|importar*|importaria|daria_cuenta|notaria|lloraria ~5 si|me|muero|muriera|desapareciera|desaparezco|falto|no_estoy
4 si ~1 yo? ~1 me? ~1 muriera|muero|desapareciera|desaparezco|no_existiera|no_estuviera|faltara|mato|morir ~6
3 me ~2 extranaria|extranarian|extranara ~4 si|nadie
4 cuando|despues_de_que|para_cuando|antes_de_que ~1 yo? ~1 ya? no este|estoy ~1 aqui?
3 cuando|despues|si ~3 ya_no_este|me_muera|me_vaya_para_siempre|falte|me_haya_ido
4 carta|nota|mensaje ~3 de|para ~2 despedida|despedirme|suicidio|adios ~8
4 carta|nota|mensaje|video ~6 despedida|despedirme|no_este|no_estoy|me_muera|perdonen
3 escribi|escrita|escribiendo|deje ~4 carta|nota ~6 despedida|mama|no_este|adios|perdon
4 no voy a ~2 tener futuro
3 no voy a ~2 tener manana
3 no voy a ~2 estar ~2 aqui? ~2 para|el|la|manana|mucho|proxim*|cuando|mas
3 no ~2 me busque*|busquen
3 perdon*|gracias por ~2 todo ~6 adios|no_me_busque*|despido|fue|ya_no
3 no me busque* ~4 gracias|perdon|adios
3 gracias por todo ~3. adios|me_voy|no_me|cuiden
3 despedi*|despidio|despedirme ~5 de ~2 todos|mi|mis|mama|nosotros|raro|mi_familia
3 regal* ~4 todas? ~1 sus|mis|todo ~3 cosas|juguetes|juegos|ropa|muneca*
3 cuanta*|cuantas|tomar*|tome|tomo|tomarme ~3 pastillas ~6 morir|matar|dormir|todas|despertar|dano|muere|frasco
3 pastillas ~6 morir|despertar|para_siempre|guardando|escondidas|juntando
4 forma|manera|como ~4 morir|morirme|matarme|matarse|morirse|suicidarse|suicidarme ~4 sin|rapido|dolor|duele|menos|facil
3 duele ~2 morir|morirse|ahogarse
3 como ~2 me mato
3 dormir|dormirme|acostarme ~3 no ~1 volver_a_despertar|despertar|despertarme
3 ojala ~3 no ~3 despert*|naci*|existi*|hubiera_nacido|amane*
4 no ~2 haber|hubiera ~1 nacido
4 nunca hubiera|haber nacido
3 soy|siento_que_soy|solo_soy ~2 una|un carga|estorbo
3 me siento ~3 vacia|vacio|sin_esperanza|inutil|atrapada|atrapado|muerta_por_dentro ~8. no|morir|nadie|vivir|ya
2 me odio|odio_mi_vida|odio_vivir
2 nada ~2 tiene_sentido|importa|vale
2 a nadie ~1 le importo|importaria|importa
2 nadie me quiere|entiende|necesita
4 QUIEN ~8 MORIRSE
3 dice|dijo|dijeron|escribio|conto|cuenta|menciono|confeso|penso ~5 MORIRSE
4 MORIRSE ~6 prometer|jurar|no_diga|no_digo|secreto|contarle|esta_noche|fin_de_semana|hoy|manana
3 ideas|pensamientos|ideacion ~1 suicida*
3 quiere|queria|quiso|quieren ~2 morir|morirse|matarse|desaparecer|suicidarse
3 hacerse|haciendose|hace ~1 dano ~4 brazos|mismo|misma|estudiante|alumn*|sola|solo
3 cortadas|cortes|heridas|cicatrices ~4 en ~2 los|las|sus|mis ~1 brazos|munecas|piernas|antebrazo|muslos
3 quiero ~2 estar con ~3 cielo|abuelita|abuelo|abuela|papa|mama|hermano ~3 murio|cielo|ya|donde|que
3 irme ~2 con ~4 cielo
3 ya ~2 escogi|elegi|tengo ~2 el|la|un ~1 dia|fecha|plan|pastillas|soga|lugar
3 no ~3 merezco|merece vivir
"""

ABUSE = """
4 mi|el|su|la|mis|novio ~3 FAMILIA ~5 me|nos|lo|la|le|les ~1 PEGA
4 me|nos PEGA ~2 mi|el|su|cuando|con|mucho|y|si|porque|todos|mis|hasta
4 me|nos|le|lo|la|les PEGA|pegan ~5 con ~2 cinturon|cinto|cable|palo|chancla|zapato|puno|manguera|vara|alambre|mano
3 FAMILIA|el|ella|que ~4 le|lo|la|les PEGA ~6 casa|sangr*|cinturon|moret*|siempre|porque|todos|duro|cuando
3 toma|borracho|tomado|borracha|tomando|drogado ~5 nos|me|le|lo|la ~1 PEGA|grita|corre
4 miedo|asusta|terror|panico ~3 de|a|que ~3 regresar|volver|ir|llegar|irme|mi_papa|mi_padrastro|el_padrastro|mi_tio|estar ~4 casa|papa|padrastro|tio|sola|el|ella|solo
3 no ~3 quiero|quiere|puedo|quieren ~2 ir*|regresar|volver|llegar ~2 a ~2 mi|la|su? ~1 casa
4 me|nos|lo|la|los ~1 encierra|encerro|encierran|amarra|amarro|amarran|deja_afuera|encerraron ~6
3 no|ni|sin ~1 me|nos|le|les|lo ~1 da|dan|dieron|dio|deja|dejan ~1 de? comer|comida|cenar
3 no ~1 hay|tenemos|tengo|hemos|he ~3 comida|comido|comer ~5 casa|desde|dias|en|hace|ayer|sabado|domingo
3 no ~3 comemos|comido|como ~3 desde|hace
3 mama|papa|nadie|ella|el ~3 no ~3 vuelve|regresa|regresado|llegado|vuelto|llega|esta|regreso|viene ~5 desde|hace|dias|sabado|viernes|anoche|semana
3 dejan|deja|dejo|dejaron|quedo|quedamos|quedan ~1 solo|sola|solos|solas ~6 dias|noche|hermanit*|toda|semana|sin|cuid*|miedo
3 me|nos|la|lo ~1 toca|toco|tocan|tocaba|manosea|manoseo|agarra|agarro ~4 partes|donde|cuerpo|abajo|no_quiero|noche|pecho|piernas|feo|no_me_gusta|sin|mal|cuando|debajo|ropa|intimas|privadas|me_da
3 entra|viene|mete|se_mete|llega ~3 a|en ~2 mi|su cuarto|cama|recamara ~5 noche|cuando|y|mientras|duermo|toca
4 me|le|la|lo|nos ~1 obliga|obligo|hace|hizo|pide|pidio|fuerza ~4 cosas|quitarme|tocar*|mandar*|desnud*|fotos|besar*|hacer|ver ~6 quiero|ropa|feas|secreto|gusta|sin|fotos|desnud*|malas|cosas|cuando|mandar
4 lo|cosas que ~2 me|nos ~1 hace|hacen|hizo ~3 mi|alguien|el|en|un|familia
4 fotos|foto|videos|pack|nudes ~8 subir|publicar|mandar*|ensenar|compartir|enviar|amenaz*|si_no|desnud*|mas|todos
3 amenaza|amenazo|dice ~5 subir|publicar|mandar|compartir ~4 fotos|videos|foto
3 conoci|hablo|platico|hombre|senor|muchacho ~8 internet|juego|discord|roblox|instagram|facebook|whatsapp|linea ~12. ver*|fotos|solo|sola|secreto|edad|anos|casa|hotel|regal*
4 si ~3 cuento|digo|hablo|le_digo|alguien_cuenta|dice|denuncio ~10 quitar|quitan|llev*|separ*|sacar|familia|mama|policia|pasa|matar
3 me|nos|lo|la ~2 van_a|pueden|quitan ~2 quitar|separar|llevar ~2 de? ~2 mi|casa|mama|familia
3 moretones|moreton|moretes|marcas|golpes|ojo_morado|quemaduras|verdugones|cicatrices ~6 en|de|por|que|papa|mama|casa|cara|brazo*|espalda|pierna*|munecas|cuello|cayo|cai|tapar|esconder|padrastro
3 tapar|tapo|esconder|ocultar|cubrir|maquillaje ~5 moretones|moreton|moretes|marcas|golpes|golpe
3 ojo morado
3 diga|digo|decir|dice|dijo ~3 que ~2 me|se ~1 cai|caiga|cayo ~8. pero|papa|mama|no|escalera*|padrastro
4 QUIEN ~4 me|nos|le ~1 conto|dijo|confeso|confio|platico|cuenta|dice|revelo ~14 PEGA|abus*|toca|tocan|golpe*|cinturon|encierra|miedo|lastima*|viol*|tocaba|maltrat*|moret*
3 abus*|violo|violaron|violada|violado ~2 de? ~2 mi|me|ella|el|sexual* ~6
3 no ~2 dejen|deje|dejes|quiere ~3 ir*|con_el|con_ella|irse ~3 con|el|ella
3 mi esposo|marido|pareja|novio|ex ~4 PEGA|golpeo|amenaz*|ahorco|empujo
3 mi|su ~1 FAMILIA ~4 me ~1 amenaz*|ahorca|corre|corrio|patea
2 siempre|llega|viene ~3 con? hambre|sucio|sucia|sueno|dormido
2 misma ~1 ropa
3 hambre|ropa|marcas|moretones ~6 marcas|hambre|moretones|munecas|golpes|con_el|miedo
3 dibujo|dibuja|dibujar* ~10 palo|cinturon|cama|puerta|golpe*|llorando|sangre|hombre|senor ~12. nadie|no|secreto|toca|miedo|otra_vez
3 no ~3 se_lo_ensenara|ensene|cuente|digas|diga|diga_nada|digas_a_nadie|le_digas ~3 a|nadie|mi ~6. toca|pega|mama|papa|porque|otra|miedo|secreto|castig*
3 luego|despues|si_no ~1 me toca ~2 otra_vez|a_mi|peor
3 nuestro secreto|secretito
3 llora|lloran|llorando|tiembla ~4 hora|cuando|antes|para ~4 irse|salida|viene|casa|papa|padrastro
3 sospech* ~4 abuso|maltrato|violencia|golpes ~6
3 reporte|reportar|redactar|denuncia* ~6 abuso|maltrato|golpe*|dcfs|cps|pega ~6 nino|nina|alumn*|estudiante|hoy|me
3 embarazada ~8 tio|papa|padrastro|primo|no_queria|familia|casa|forz*|alguien
"""

THREAT = """
4 voy|vamos|va|vamo|quiero|pienso|puedo ~1 a? ~2 traer|llevar|traigo|sacar|meter|trae ~3 ARMA
4 traigo|tengo|trae|llevo|traje|lleva|trajo|traen|escondio|esconde ~4 ARMA ~6 LUGAR|CUANDO|picar|matar|papa|abuelo|mochila|disparar|conmigo|me|y
3 tiene|traigo|agarre|sacar ~2 la|el|una ~1 ARMA ~3 de ~1 su|mi ~1 papa|abuelo|tio|hermano|primo|padrastro
4 los|las|lo|la|te|les|le|me|nos ~1 voy|vamos|va|van ~1 a matar|picar|apunalar|disparar|balear|lastimar|golpear|quemar|partir|reventar|madrear|degollar|quebrar|hacer_dano
4 voy|va|vamos|quiero|van ~1 a? ~1 matar|picar|apunalar|dispararle|balear|lastimar|matarlo|matarla|matarlos|matarlas|picarlo|picarla|lastimarla|lastimarlo|quemar|volar|explotar|lastimarlos|lastimarte|matarte|matarme ~3 a|la|si|todos|escuela|el|mi|maestra|salida|ese|esa|CUANDO
4 voy|va|van ~1 a ~1 disparar ~6
4 tiroteo|balacera ~6 escuela|CUANDO|va|habra|no_vengan|aqui
4 va a haber ~2 tiroteo|balacera|muertos|bomba|sangre|una_masacre
4 no ~1 vengan|vengas|vayan|vayas|venga ~3 a? ~2 escuela|CUANDO|clase
3 tiroteo|disparar|matar|bomba|pistola|arma ~8 no vengan|vengas
4 poner|pongo|puso|hay|pusieron|meter|explotar|colocar|plantar|estallar ~2 una|la bomba ~6
3 amenaza ~2 de bomba|tiroteo|muerte ~6
4 se|me|te|todos ~2 van|va|vas ~1 a arrepentir|acordar_de_mi|pagar|lamentar ~6
4 lo|me|la|las|todos ~2 van a pagar
3 se van a arrepentir|me_las_van_a_pagar|me_la_van_a_pagar|van_a_ver|va_a_pagar
4 ya tengo con que
3 ahi|asi|ahora|entonces ~1 si me van a respetar|tener_miedo
3 me van a respetar|temer|tener_miedo|recordar ~4
3 tiene|hizo|trae|tengo|hay ~3 una? lista ~8 yo|nombre|soy|primero|segundo|matar|muertos|odia|aparezco|me|nombres|mi
3 se ~2 donde vive|vives|viven ~8
4 dice|dijo|escribio|publico|amenazo|amenaza|posteo|subio ~6 que? ~4 va_a|iba_a|me_va_a|los_va_a|nos_va_a|la_va_a|lo_va_a|quiere ~2 matar|disparar|poner_una_bomba|picar|traer|balear|golpear|hacer_dano|lastimar|apunalar|quemar|volar|venir_con|matarme|matarnos|matarlos
3 dice|dijo|escribio|publico ~8 poner una bomba
3 amenaz* ~5 con|de ~3 muerte|matar*|pistola|cuchillo|arma|golpe*|navaja|disparar|bomba
3 amenaz* ~3 a ~2 sus|su|un|mi|una|otro companero*|maestra|maestro|alumn*|hijo|hija|nina|nino
3 picar|golpear|pegar|madrear|partir ~5 a_la_salida|al_salir|en_el_recreo|despues_de_clases
3 foto ~4 ARMA ~8
3 matar|morir|mueran|matarlos ~3 todos|todas ~5 escuela|salon|burl*|odio|merecen|companeros
3 quiero que ~2 se mueran|muera|mueran
3 tachad* ~4 rojo|cara*|silla|nombre*|foto* ~6
3 dejaron|dejo|encontre ~5 dibujo|nota|papel ~10 tachad*|rojo|fecha|muerte|muert*|sangre|amenaz*|cruz|pistola
3 todos|todas ~2 van a morir
3 esperar*|esperando|espera ~3 afuera|salida|estacionamiento|carro ~6 golpear|matar|amenaz*|pegar|miedo
"""

EXCUSES = """
pega|pego|pegue ~1 el|la|los|las|un|una ~1 chicle|chicles|papel|foto|fotos|sticker*|estampa*|carteles|notas|cartel|gripe|sol
celular|cel|telefono|compu|computadora|bateria|tablet|chromebook|laptop ~4 morir|muere|murio|muriendo|muerto|muerta
muero|muriendo|morir|morirme|moria|muerto|muerta ~1 de ~1 risa|hambre|sueno|ganas|pena|verguenza|calor|frio|aburrimiento|sed|cansancio|amor|susto|miedo|envidia|curiosidad|nervios|flojera
muerto|muerta de risa|cansancio
me ~1 quiere|va_a|van_a|quieren ~1 matar ~2 si|por|cuando|porque|mi|con|mama|la|el|de
mama|papa|maestra|hermano|profe|mamá ~2 me ~1 va_a|van_a|quiere ~1 matar
esta|estan ~1 matando
me ~1 matan|mata|muero ~1 los|las|por|la|el
matar ~1 el_tiempo|zombis|zombies|monstruos|al_jefe|jefe|dragon|bacterias|proceso|procesos|enemigos|el_proceso|cucarachas|moscas|germenes
mato ~2 jefe|dragon|proceso|zombies|monstruo|creeper*
de muerte
ni muerto|muerta
quiero llorar|morir ~2 con ~2 tarea|examen|matematicas
"""

FRAMES = """
3 en general
3 prevencion
2 novela|cuento|poema|capitulo|personaje|narrador|protagonista|obra|libro|pelicula|serie|cancion|letra|escena|teatro|leyenda|mito|comentario_de_texto|ensayo_sobre|resumen_de|analisis|lorca|cervantes|quijote|marquez|rulfo|neruda|borges|bernarda
2 guerra|revolucion|siglo|historia_de|masacre|presidente|aztecas|mayas|conquista|imperio|dictadura|batalla|linea_de_tiempo|holocausto|independencia
2 noticia|noticias|periodico|articulo|estadistica*|formato|atentado|encuesta
3 capacitacion|taller|plan_de_clase|planea|guion|folleto|cartel|lineas_de_ayuda|linea_de_ayuda|pagina_de|simulacro|protocolo|politica|manual|campana|senales_de_alerta|curriculo|actividad
3 que debe|deben|debe_hacer
3 definicion|diferencia_entre|vocabulario|define|significa|clase_de_salud|tarea_de_salud|unidad
2 zelda|minecraft|fortnite|roblox|mario|videojuego|juego_de|scratch|jefe_final|nivel|free_fire|gta|pokemon
2 linux|python|proceso|servidor|codigo|programa
2 del|el|al|gran|nuestro partido
2 futbol|porra|equipo|basquetbol|beisbol|gol|torneo
2 bacterias|celula|experimento|proyecto_de_ciencias|laboratorio|especie
"""
