DROP TABLE reg.survey_link, reg.survey_response, reg.survey, reg.paper_total, reg.questionnaire;
