"""Why a record of a survey is refused."""

from __future__ import annotations

from domain.errors import Conflict, Invalid, NotFound, RuleBroken


class QuestionnaireUnknown(RuleBroken):
    """The district has no questionnaire of that code, or no such version of it."""

    code = "questionnaire_unknown"
    ru = "Такой анкеты или такой её версии нет."
    en = "There is no such questionnaire, or no such version of it."


class QuestionnaireOfOtherRole(RuleBroken):
    """The questionnaire asks participants of another role."""

    code = "questionnaire_of_other_role"
    ru = "Эта анкета составлена для другой роли."
    en = "This questionnaire is made for another role."


class QuestionnaireOfOtherForm(RuleBroken):
    """The questionnaire is made for another form of mentoring than the survey's."""

    code = "questionnaire_of_other_form"
    ru = "Эта анкета составлена для другой формы наставничества."
    en = "This questionnaire is made for another form of mentoring."


class ClosesBeforeOpening(Invalid):
    """The last day for answers lies before the first."""

    code = "closes_before_opening"
    ru = "Приём ответов кончается раньше, чем начинается."
    en = "The survey ends before it begins."


class SurveyIsClosed(Conflict):
    """The survey was closed."""

    code = "survey_is_closed"
    ru = "Анкетирование закрыто: ответы больше не принимаются."
    en = "The survey is closed: no more answers are taken."


class SurveyIsOver(Conflict):
    """The day lies after the last one for answers."""

    code = "survey_is_over"
    ru = "Ответы принимались по {closes_on:%d.%m.%Y}."
    en = "Answers were taken until {closes_on:%Y-%m-%d}."


class BeforeSurveyOpening(Invalid):
    """The day lies before the one on which the survey was opened."""

    code = "before_survey_opening"
    ru = "Анкетирование открыто только {opened_on:%d.%m.%Y}."
    en = "The survey was opened on {opened_on:%Y-%m-%d} only."


class ClosedBeforeAnswer(Invalid):
    """The survey's last day would lie before the day of an answer."""

    code = "closed_before_answer"
    ru = "Есть ответ от {answered_on:%d.%m.%Y}: закрыть раньше нельзя."
    en = "There is an answer of {answered_on:%Y-%m-%d}: the survey cannot close before."


class AnonymousNamesNobody(RuleBroken):
    """An anonymous survey is bound to nobody."""

    code = "anonymous_names_nobody"
    ru = "Анкетирование анонимное: участник не указывается."
    en = "The survey is anonymous: nobody is named."


class LinkCountMissing(Invalid):
    """An anonymous survey needs to be told how many links to issue."""

    code = "link_count_missing"
    ru = "Анкетирование анонимное: укажите, сколько нужно ссылок."
    en = "The survey is anonymous: say how many links are needed."


class LinkPeopleMissing(Invalid):
    """The links of this survey are issued to persons, and to nobody else."""

    code = "link_people_missing"
    ru = "Укажите участников, которым выдаются ссылки, без их количества."
    en = "Name the participants the links are issued to, without a number of links."


class PersonNamedTwice(Invalid):
    """The same person is named twice."""

    code = "person_named_twice"
    ru = "Участник указан дважды."
    en = "The participant is named twice."


class TookNoPart(RuleBroken):
    """The person belongs to no pair of this institution in that role and form."""

    code = "took_no_part"
    ru = "Участник не состоит и не состоял в паре в этой роли и форме."
    en = "The participant belongs to no pair in this role and form."


class LinkAlreadyIssued(Conflict):
    """The person has a link already."""

    code = "link_already_issued"
    ru = "Участнику уже выдана ссылка."
    en = "The participant has a link already."


class AlreadyAnswered(Conflict):
    """The person has answered; another answer would be a correction of the first."""

    code = "already_answered"
    ru = "Участник уже ответил: изменить ответ можно только исправлением."
    en = "The participant has answered already: an answer is changed by a correction only."


class RespondentUnclear(Invalid):
    """Neither a link nor a person is given, or both."""

    code = "respondent_unclear"
    ru = "Укажите либо номер ссылки, либо участника."
    en = "Give either the number of a link or a participant."


class LinkUnknown(NotFound):
    """No such link was issued."""

    code = "link_unknown"
    ru = "Ссылка недействительна. Попросите куратора выдать её снова."
    en = "The link is not valid. Ask the curator for it again."


class LinkUsed(Conflict):
    """Somebody has answered by this link, or its person on paper."""

    code = "link_used"
    ru = "По этой ссылке ответ уже получен."
    en = "This link has been answered already."


class SurveyIsUnderWay(RuleBroken):
    """What links were issued for, or answers given to, is not changed under them."""

    code = "survey_is_under_way"
    ru = "По анкетированию уже выданы ссылки или есть ответы: это поле больше не меняется."
    en = "Links were issued or answers given already: this field does not change any more."


class ResultsStand(RuleBroken):
    """The results of a closed survey that is not named would tell what one answer was."""

    code = "results_stand"
    ru = "Итоги закрытого неименного анкетирования не меняются: иначе стал бы виден чей-то ответ."
    en = "The results of a closed survey do not change: it would show what somebody answered."


class ItemUnknown(Invalid):
    """The questionnaire has no such item."""

    code = "item_unknown"
    ru = "Такого вопроса в анкете нет."
    en = "The questionnaire has no such item."


class AnsweredTwice(Invalid):
    """An item is answered twice."""

    code = "answered_twice"
    ru = "На этот вопрос даны два ответа."
    en = "This item is answered twice."


class NotOnScale(Invalid):
    """The answer is no number on the item's scale."""

    code = "not_on_scale"
    ru = "Ответ – число от {minimum} до {maximum}."
    en = "The answer is a number from {minimum} to {maximum}."


class NotAnOption(Invalid):
    """The answer is none of the item's options."""

    code = "not_an_option"
    ru = "Ответ – один из предложенных вариантов."
    en = "The answer is one of the options."


class NotAText(Invalid):
    """The answer to an open item is a text."""

    code = "not_a_text"
    ru = "Ответ на этот вопрос – текст."
    en = "The answer to this item is a text."


class OverallMissing(Invalid):
    """The overall score is not among the answers."""

    code = "overall_missing"
    ru = "Нет ответа на вопрос об общей оценке."
    en = "The question about the overall score is not answered."
