"""What somebody in danger reads, or an adult who writes of one: in English and Spanish.

988 is the suicide and crisis lifeline of the United States (call, text, chat; 2 for Spanish), 741741
the Crisis Text Line, 1-800-422-4453 the Childhelp line on child abuse. No method is named, nothing
is promised that a school cannot hold, and the first sentence is warm.
"""

from enum import StrEnum


class Reader(StrEnum):
    """In whose words somebody is spoken to."""

    CHILD = "child"
    TEEN = "teen"
    FAMILY = "family"
    STAFF = "staff"


CONTACTS = {
    Reader.CHILD: "a teacher, the school counselor or another grown-up at school you trust",
    Reader.TEEN: "a teacher, the school counselor or another adult at school you trust",
    Reader.FAMILY: "the teacher, the counselor or another adult there you trust",
    Reader.STAFF: "your counselor or the safety team",
}
CONTACTS_ES = {
    Reader.CHILD: "tu maestra o maestro, la consejera u otro adulto de la escuela en quien confíes",
    Reader.TEEN: "tu maestra o maestro, la consejera u otro adulto de la escuela en quien confíes",
    Reader.FAMILY: "la maestra, la consejera u otro adulto en quien confíe",
    Reader.STAFF: "la consejera o el equipo de seguridad",
}
"""Whom somebody is sent to where the district names nobody."""

NOTICE = (
    "somebody in this text may be in danger: follow the school's protocol now, and in an emergency "
    "call 911; an alert is on record for the safety team"
)
"""For staff whose prompts go their way; ASCII, since it stands in a header."""

ENGLISH = {
    Reader.CHILD: """\
I'm really glad you wrote this. What you feel matters, and you are not in trouble.

I'm a computer, so I can't help with this the way a person can. Please talk to a person now:

• Tell {contact}. You can show them this.
• Call or text **988**, any time, day or night. It's free, and a kind person answers. If someone \
is hurting you, you can also call **1-800-422-4453**.
• Or text **HOME** to **741741**.
• If you or someone else could get hurt right now, call **911** or go to the nearest grown-up.

You don't have to know the right words. "I need help" is enough. Please don't wait \
until someone notices: tell somebody today. Schoolwork can wait; for other things, start a new chat.""",
    Reader.TEEN: """\
Thank you for putting this into words. That takes courage. You matter, and you don't have to carry \
this alone, whether it's about you or someone else.

This needs a person, not an AI. Right now you can:

• Talk to {contact}. Showing them this message is enough.
• Call or text **988**, any time. It's free and confidential.
• Text **HOME** to **741741** to reach the Crisis Text Line.
• If someone is hurting you, Childhelp listens at **1-800-422-4453**, call or text.
• If anyone could get hurt right now, call **911**, and don't stay alone.

If it's a friend, telling an adult isn't betraying them; it's how they get help. If it's a threat, \
reporting it is the right thing. Please don't wait until someone notices: tell somebody today. What \
you wrote was not sent to an AI service. For other things, start a new chat.""",
    Reader.FAMILY: """\
Thank you for writing this. It is good that you reached out, and you don't have to handle it alone.

This needs a person, not an AI:

• If anyone is in danger right now, call **911**.
• Call or text **988** any time, for your child or yourself. Counselors talk with worried families.
• At school, speak to {contact}. They know who can help.
• Stay close to your child, listen, and keep medicines and weapons locked away.
• About child abuse: Childhelp, **1-800-422-4453**. About violence at home: **1-800-799-7233**.

What you wrote was not sent to an AI service. If help is under way and you still want help with \
wording, ask again in this chat, without names.""",
    Reader.STAFF: """\
This reads as if somebody may be in danger, so it comes before anything else. Thank you for acting \
on it.

• If anyone is in danger now, call **911** and do not leave the person alone.
• Tell {contact} in person, now. Do not wait for a reply to an e-mail.
• If you have reason to suspect abuse or neglect, you are a mandated reporter: you report it \
yourself to your state's child protection line (Childhelp, **1-800-422-4453**, knows the number); \
telling a supervisor does not replace it.
• Risk of suicide: keep to the school's risk protocol. A threat: to the threat assessment team. \
**988** also advises professionals.
• Write down the person's exact words. Ask no leading questions, and promise no secrecy.
• If it is about you: **988**, by call or text. About violence at home: **1-800-799-7233**.

An alert is on record for the safety team; nothing was sent to an AI service. Once that is under way and you want \
help with wording, ask again in this chat: names will be replaced.""",
}
SPANISH = {
    Reader.CHILD: """\
Qué bueno que lo escribiste. Lo que sientes importa, y no hiciste nada malo.

Soy una computadora y no puedo ayudarte con esto como una persona. Habla ahora con alguien:

• Díselo a {contact}. Puedes enseñarle esto.
• Llama o manda un mensaje al **988**, a cualquier hora, y oprime 2 para español. Es gratis. Si \
alguien te lastima, también puedes llamar al **1-800-422-4453**.
• O manda la palabra **AYUDA** al **741741**.
• Si tú o alguien más está en peligro ahora mismo, llama al **911** o ve con el adulto más cercano.

No necesitas las palabras perfectas. «Necesito ayuda» es suficiente. Por favor no esperes \
a que alguien se dé cuenta: díselo hoy a alguien. La tarea puede esperar; para otra cosa, abre un chat nuevo.""",
    Reader.TEEN: """\
Gracias por decirlo; hace falta valor. Tú importas y no tienes que cargar con esto a solas, sea por \
ti o por alguien más.

Esto necesita a una persona, no a una IA. Ahora mismo puedes:

• Hablar con {contact}. Basta con enseñarle este mensaje.
• Llamar o mandar un mensaje al **988**, a cualquier hora (oprime 2 para español). Es gratis y \
confidencial.
• Mandar la palabra **AYUDA** al **741741**.
• Si alguien te hace daño, Childhelp escucha en el **1-800-422-4453**.
• Si alguien puede salir lastimado ahora, llama al **911** y no te quedes a solas.

Si es por una amiga o un amigo, avisar a un adulto no es traición: así recibe ayuda. Por favor no \
esperes a que alguien se dé cuenta: díselo hoy a alguien. Lo que escribiste no se envió a ninguna \
IA. Para otra cosa, abre un chat nuevo.""",
    Reader.FAMILY: """\
Gracias por escribir. Hizo bien en buscar ayuda, y no tiene que enfrentarlo a solas.

Esto necesita a una persona, no a una IA:

• Si alguien está en peligro ahora mismo, llame al **911**.
• Llame o mande un mensaje al **988** a cualquier hora (oprima 2 para español).
• En la escuela, hable con {contact}. Ahí saben quién puede ayudar.
• Quédese cerca de su hijo o hija, escuche, y guarde bajo llave medicinas y armas.
• Sobre maltrato infantil: Childhelp, **1-800-422-4453**. Violencia en casa: **1-800-799-7233**.

Lo que escribió no se envió a ninguna IA. Si ya hay ayuda en camino y quiere ayuda para redactar, \
vuelva a pedirlo en este chat, sin nombres.""",
    Reader.STAFF: """\
Por lo que escribe, alguien puede estar en peligro, así que esto va antes que todo. Gracias por \
actuar.

• Si hay peligro inmediato, llame al **911** y no deje sola a la persona.
• Avise ahora, en persona, a {contact}. No espere la respuesta de un correo.
• Si tiene motivos para sospechar maltrato o negligencia, usted tiene la obligación legal de \
reportarlo a la línea de protección infantil de su estado (Childhelp, **1-800-422-4453**, conoce el \
número); avisar a un superior no lo sustituye.
• Riesgo de suicidio: siga el protocolo de la escuela. Amenaza: al equipo de evaluación. El **988** \
también orienta a profesionales.
• Anote las palabras exactas. No haga preguntas que sugieran la respuesta ni prometa secreto.
• Si se trata de usted: **988**. Violencia en casa: **1-800-799-7233**.

Queda un aviso para el equipo de seguridad; nada se envió a ninguna IA. Cuando eso esté en marcha y quiera \
ayuda para redactar, vuelva a pedirlo en este chat: los nombres se sustituyen.""",
}


def words_for(reader: Reader, *, contact: str, spanish: bool) -> str:
    """Return what somebody is told.

    Args:
        reader: in whose words.
        contact: whom the district names at school; "" for words that fit every school.
        spanish: whether it is told in Spanish.
    """
    words, usual = (SPANISH, CONTACTS_ES) if spanish else (ENGLISH, CONTACTS)
    return words[reader].format(contact=contact or usual[reader])
