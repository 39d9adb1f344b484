"""Makes what reaches out of the gateway, but for prompts: letters, checkpoints, alerts."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from gateway.app.store import Store, new_record_id, now_ms
from gateway.audit.holder import this_process
from gateway.audit.places.appended import AppendedFile
from gateway.audit.places.bucket import Bucket
from gateway.audit.places.place import Place
from gateway.audit.places.sigv4 import Account
from gateway.audit.publish import CheckpointPlaces
from gateway.audit.search.search import Search
from gateway.errors import BadRequest, Unusable
from gateway.outbox.carriers import Carrier, FileCarrier, MailServer, Security, SmtpCarrier
from gateway.outbox.message import check_address
from gateway.outbox.outbox import Outbox
from gateway.outbox.postman import Postman
from gateway.oversight.mailed import MailedCheckpoints
from gateway.oversight.office import Office
from gateway.settings import Settings
from gateway.store import keys
from gateway.telemetry import Metrics
from gateway.terms.letters import LetterState
from gateway.watching.measures import Watched
from gateway.watching.rules import load_rules
from gateway.watching.told import Told, read_mail, read_webhook
from gateway.watching.watch import Watch


def outbox_of(store: Store) -> Outbox:
    """Return where letters are posted."""
    return Outbox(store.reader, store.commit, store.keys.fields, now=now_ms, new_id=new_record_id)


def carrier_of(settings: Settings) -> Carrier:
    """Return who takes letters out of the house.

    Raises:
        Unusable: the settings name no mail server, or one without TLS on another machine.
    """
    if settings.outbox == "file":
        return FileCarrier(Path(settings.outbox_folder or settings.data / "outbox"))
    return SmtpCarrier(
        MailServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=Security(settings.smtp_security),
            account=settings.smtp_account,
            password=settings.smtp_password.get_secret_value(),
        )
    )


def postman_of(
    settings: Settings, store: Store, told: Callable[[LetterState], None] = lambda _state: None
) -> Postman:
    """Return who carries what is posted.

    Raises:
        Unusable: the settings do not say where to, or from whom.
    """
    try:
        sender = check_address(settings.mail_from)
    except BadRequest as error:
        raise Unusable("setting `mail_from`: no e-mail address", code="bad_config") from error
    return Postman(
        store.commit,
        store.keys.fields,
        carrier_of(settings),
        sender=sender,
        now=now_ms,
        chance=secrets.SystemRandom().random,
        told=told,
    )


def places_of(settings: Settings, outbox: Outbox) -> list[Place]:
    """Return the places outside that get checkpoints now and then.

    Raises:
        Unusable: a setting names a place that cannot be.
    """
    every = settings.checkpoint_minutes * 60_000
    places: list[Place] = []
    if settings.checkpoint_file:
        places.append(AppendedFile(Path(settings.checkpoint_file), every=every))
    if settings.checkpoint_bucket:
        account = Account(
            key=settings.checkpoint_bucket_key,
            secret=settings.checkpoint_bucket_secret.get_secret_value(),
            region=settings.checkpoint_bucket_region,
        )
        address, clock = settings.checkpoint_bucket, lambda: datetime.now(UTC)
        places.append(Bucket(address, account, every=every, now=clock))
    if settings.checkpoint_mail:
        try:
            places.append(MailedCheckpoints(outbox, check_address(settings.checkpoint_mail)))
        except BadRequest as error:
            words = "setting `checkpoint_mail`: no e-mail address"
            raise Unusable(words, code="bad_config") from error
    return places


def watch_of(
    settings: Settings, store: Store, office: Office, outbox: Outbox, metrics: Metrics
) -> Watch:
    """Return what watches the log.

    Raises:
        Unusable: the district's rules, an address or the webhook's cannot be.
    """
    watched = Watched(
        reader=store.reader,
        search=Search(store.reader),
        district=store.district,
        places=CheckpointPlaces(settings.checkpoint_folders),
    )
    told = Told(
        mail=read_mail(settings.alert_mail),
        webhook=read_webhook(
            settings.alert_webhook,
            internal=settings.alert_webhook_internal,
            secret=webhook_secret(store.keys),
            now=lambda: now_ms() // 1000,
        ),
        raised=lambda rule: metrics.alerts.labels(rule).inc(),
        standing=metrics.tell_alerts,
    )
    return Watch(
        watched,
        load_rules(settings.data / "alerts.toml"),
        told,
        commit=store.commit,
        outbox=outbox,
        office=office,
        holder=this_process(),
        now=now_ms,
        new_id=new_record_id,
    )


def webhook_secret(opened: keys.Keys) -> bytes:
    """Return what signs alerts to another program, in hex: that is what its owner is given."""
    return opened.derive("alert-webhook").hex().encode()
