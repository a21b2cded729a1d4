"""People, consents, pairs and places in them, each with django-simple-history's own history.

Indexed as well as a team would that reads these lists by institution and name.
"""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords


def _history() -> HistoricalRecords:
    # Who changed a row is an account, whose table is no part of what is compared.
    return HistoricalRecords(
        history_user_id_field=models.UUIDField(null=True),
        history_user_getter=lambda record: record.history_user_id,
        history_user_setter=lambda record, user: setattr(record, "history_user_id", user),
    )


class Participant(models.Model):
    """A participant as one institution knows them."""

    school = models.UUIDField()
    person = models.UUIDField(db_index=True)
    version = models.IntegerField()
    registered_on = models.DateField()
    last_name = models.TextField(null=True)
    first_name = models.TextField(null=True)
    middle_name = models.TextField(null=True)
    sort_key = models.TextField(db_index=True, db_collation="C")
    birth_date = models.DateField(null=True)
    birth_year = models.SmallIntegerField(null=True)
    known_birth_year = models.SmallIntegerField(null=True)
    school_year = models.TextField(null=True)
    class_name = models.TextField(null=True)
    contact = models.TextField(null=True)
    contact_person = models.TextField(null=True)
    request = models.TextField(null=True)
    competencies = models.TextField(null=True)
    achievements = models.TextField(null=True)
    interests = models.TextField(null=True)
    preferred_age = models.TextField(null=True)
    time_resource = models.TextField(null=True)
    mentee_status = models.TextField(null=True)
    mentee_since = models.DateField(null=True)
    mentor_status = models.TextField(null=True)
    mentor_since = models.DateField(null=True)
    history = _history()

    class Meta:
        db_table = "participant"
        indexes = (models.Index(fields=["school", "sort_key", "person"], name="by_name"),)


class Consent(models.Model):
    """One numbered consent."""

    participant = models.ForeignKey(Participant, models.CASCADE)
    purpose = models.TextField()
    number = models.IntegerField()
    version = models.IntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    signed_by = models.TextField()
    relation = models.TextField(null=True)
    representative = models.TextField(null=True)
    medium = models.TextField()
    wording = models.TextField()
    to_district = models.BooleanField()
    withdrawn_on = models.DateField(null=True)
    invalid = models.BooleanField()
    history = _history()

    class Meta:
        db_table = "consent"


class Pair(models.Model):
    """A pair or group."""

    school = models.UUIDField()
    pair = models.UUIDField(db_index=True)
    version = models.IntegerField()
    mentor = models.UUIDField()
    form = models.TextField()
    enterprise = models.TextField(null=True)
    status = models.TextField()
    proposed_on = models.DateField(db_index=True)
    goal = models.TextField(null=True)
    order_number = models.TextField(null=True)
    order_date = models.DateField(null=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    consent_later = models.BooleanField()
    plan = models.TextField(null=True)
    meetings = models.IntegerField()
    met_on = models.DateField(null=True)
    result = models.TextField(null=True)
    case_link = models.TextField(null=True)
    history = _history()

    class Meta:
        db_table = "pair"
        indexes = (models.Index(fields=["school", "proposed_on", "pair"], name="by_day"),)


class Membership(models.Model):
    """A person's place in a pair."""

    in_pair = models.ForeignKey(Pair, models.CASCADE)
    participant = models.ForeignKey(Participant, models.CASCADE)
    role = models.TextField()
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    meetings = models.IntegerField()
    history = _history()

    class Meta:
        db_table = "membership"
