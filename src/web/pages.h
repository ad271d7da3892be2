/* SPDX-License-Identifier: EUPL-1.2 */
/* The handlers of all pages, for routes.c; grouped by file. */
#pragma once

#include "web/page.h"

/* page_home.c, page_help.c, page_privacy.c, page_accessibility.c */
void page_home(struct page *p);
void page_help(struct page *p);
void page_privacy(struct page *p);
void page_accessibility(struct page *p);

/* page_language.c */
void page_language(struct page *p); /* POST: lang, theme, back */

/* page_ready.c */
void page_ready(struct page *p);

/* page_signin.c, page_forgot.c, page_slip.c, page_invitation.c, page_mode.c */
void page_sign_in(struct page *p);
void page_sign_in_post(struct page *p);
void page_sign_in_code(struct page *p);
void page_sign_in_code_post(struct page *p);
void page_sign_in_again(struct page *p);
void page_sign_in_again_post(struct page *p);
void page_sign_out(struct page *p);
void page_forgot(struct page *p);
void page_forgot_post(struct page *p);
void page_slip(struct page *p);
void page_slip_post(struct page *p);
void page_invitation(struct page *p);
void page_invitation_post(struct page *p);
void page_mode(struct page *p);
void page_mode_post(struct page *p);

/* page_account.c, page_session.c, page_factor.c */
void page_account(struct page *p);
void page_account_sessions_post(struct page *p);
void page_account_password(struct page *p);
void page_account_password_post(struct page *p);
void page_account_email(struct page *p);
void page_account_email_post(struct page *p);
void page_session(struct page *p);
void page_session_post(struct page *p);
void page_factor(struct page *p);
void page_factor_new(struct page *p);
void page_factor_post(struct page *p);
void page_factor_codes_post(struct page *p);
void page_factor_remove_post(struct page *p);

/* page_access.c, page_slips_print.c, page_staff.c, page_checklist.c */
void page_access(struct page *p);
void page_access_class(struct page *p);
void page_access_invite_post(struct page *p);
void page_access_resume_post(struct page *p);
void page_access_slips_post(struct page *p);
void page_staff(struct page *p);
void page_staff_post(struct page *p);
void page_staff_end_post(struct page *p);
void page_staff_cancel_post(struct page *p);
void page_checklist(struct page *p);
/* page_operator.c, page_operator_mail.c */
void page_operator(struct page *p);
void page_operator_again_post(struct page *p);
void page_operator_mail(struct page *p);
void page_operator_letter(struct page *p);
void page_operator_test_post(struct page *p);
/* The page of printed slips, after they were made. */
struct slip;
void page_slips_print(struct page *p, const char *back,
    const struct slip *slips, size_t n);
/* page_people.c, page_person.c, page_person_acts.c, page_person_form.c */
void page_people(struct page *p);
void page_people_export(struct page *p);
void page_person(struct page *p);
void page_person_new(struct page *p);  /* GET and POST */
void page_person_edit(struct page *p); /* GET and POST */
void page_person_move(struct page *p);
void page_person_leave(struct page *p);
void page_person_role(struct page *p);
void page_person_guardian(struct page *p);
void page_person_merge(struct page *p);

/* page_classes.c */
void page_classes(struct page *p); /* GET and POST */
void page_classes_export(struct page *p);
void page_class(struct page *p); /* GET and POST */
void page_class_teacher(struct page *p);
void page_class_export(struct page *p);

/* page_calendar.c, page_calendar_entry.c, page_year.c, page_bells.c,
 * page_shifts.c */
void page_calendar(struct page *p);
void page_calendar_entry(struct page *p); /* GET and POST */
void page_calendar_copy(struct page *p);
void page_calendar_undo(struct page *p);
void page_year(struct page *p);	  /* GET and POST */
void page_bells(struct page *p);  /* GET and POST */
void page_shifts(struct page *p); /* GET and POST */

/* page_timetable.c, page_timetable_index.c, page_timetable_place.c */
void page_timetable(struct page *p);
void page_timetable_class(struct page *p);
void page_timetable_teacher(struct page *p);
void page_timetable_room(struct page *p);
void page_timetable_place(struct page *p); /* GET and POST */
/* page_timetable_import.c */
void page_timetable_import(struct page *p);
void page_timetable_import_upload(struct page *p);
void page_timetable_import_names(struct page *p);
void page_timetable_import_apply(struct page *p); /* or discard */

/* page_subjects.c */
void page_subjects(struct page *p); /* GET and POST */
void page_subjects_seed(struct page *p);
void page_subject(struct page *p); /* GET and POST */

/* page_journal_setup.c */
void page_journal_setup(struct page *p);
void page_journal_setup_make(struct page *p);
void page_journal_setup_subject(struct page *p);
void page_journal_setup_assign(struct page *p);
void page_journal_setup_teacher(struct page *p);
void page_journal_setup_remove(struct page *p);

/* page_import.c, page_import_show.c */
void page_import(struct page *p);
void page_import_upload(struct page *p);
void page_import_list(struct page *p);
void page_import_row(struct page *p);
void page_import_issues(struct page *p);
void page_import_map(struct page *p);
void page_import_decide(struct page *p);
void page_import_mend(struct page *p);
void page_import_apply(struct page *p);
void page_import_undo(struct page *p);
void page_import_discard(struct page *p);
/* page_today.c, page_mine.c */
void page_today(struct page *p);
void page_mine(struct page *p);

/* page_journals.c, page_journal.c, page_journal_topics.c */
void page_journals(struct page *p);
void page_journal(struct page *p);
void page_journal_topics(struct page *p);
void page_journal_csv(struct page *p);
void page_cells(struct page *p); /* page_cells.c: JSON */

/* page_column.c */
void page_column(struct page *p);
void page_column_save(struct page *p);
void page_column_add(struct page *p);
void page_column_name(struct page *p);
void page_column_remove(struct page *p);

/* page_lesson.c */
void page_lesson(struct page *p);
void page_lesson_new(struct page *p);
void page_lesson_save(struct page *p);
void page_lesson_take(struct page *p);
void page_lesson_remove(struct page *p);

/* page_mark.c */
void page_mark(struct page *p);

/* page_class_day.c, page_overview.c */
void page_class_day(struct page *p);
void page_class_reason(struct page *p);
void page_class_absent(struct page *p);
void page_class_present(struct page *p);
void page_overview(struct page *p);

/* page_inspection.c */
void page_inspection(struct page *p);

/* page_diary.c, page_diary_marks.c */
void page_diary(struct page *p);
void page_diary_marks(struct page *p);
void page_diary_csv(struct page *p);

/* page_requests.c, page_request.c, page_request_edit.c, page_request_compare.c
 */
void page_requests(struct page *p);
void page_request(struct page *p);
void page_request_post(struct page *p); /* do: what */
void page_request_file(struct page *p);
void page_request_letter(struct page *p);
void page_request_file_post(struct page *p);
void page_request_edit(struct page *p);
void page_request_edit_post(struct page *p);
void page_request_compare(struct page *p);

/* page_institutions.c, page_statistics.c */
void page_institutions(struct page *p);
void page_institution(struct page *p);
void page_statistics(struct page *p);

/* page_join.c, page_join_links.c, page_join_status.c */
void page_join(struct page *p);
void page_join_post(struct page *p);
void page_join_communities(struct page *p);
void page_join_complete(struct page *p);
void page_join_complete_post(struct page *p);
void page_join_confirm(struct page *p);
void page_join_confirm_post(struct page *p);
void page_join_status(struct page *p);
void page_join_status_post(struct page *p);
