DROP TABLE reg.seminar, reg.seminar_attendance, reg.enrolment;
