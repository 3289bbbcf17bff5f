"""What every pattern of the URLconf answers to whom.

A class of answers has for each role the answer to GET and to POST (one word: the same to both): a status, or `>` and
the address of a redirect; `>login` and `>gate` stand for the login page and the gate of the admin, which know the way
back. The patterns of a class are listed by name, after their namespace if they have one, with the sample object that
each argument takes, or a word in quotes; a pattern without a name by its route, and after `=>` the address that is
asked. An empty form is posted.
"""

from __future__ import annotations

from tests.security.url_answers import (
    Answers,
    Row,
    in_admin,
    not_for_editors,
    public,
    read,
    readers,
    representatives,
    signed_in,
)

# What people who are not signed in may see, account pages, the site's own pages and files.
SITE = {
    public("200 405"): """
        account_inactive account_email_verification_sent account_reset_password_done
        account_reset_password_from_key_done
    """,
    public("200"): """
        healthz accept_invitation(token=token)
        account_reset_password account_reset_password_from_key(uidb36='1',key='x')
    """,
    public("200", signed_in=">/"): "account_login account_signup",
    public("200 404"): "account_confirm_email(key='x')",
    public("405 >/"): "set_language set_theme",
    signed_in("200"): "account_reauthenticate account_change_password edit_profile contact_coordinator",
    signed_in("200 405"): "mfa_index mfa_list_webauthn search search_suggestions welcome_security",
    signed_in("200 >/"): "welcome_script",
    Answers(">login", *["200 >/dobrodosli/pismo/"] * 4, guest=">/dobrodosli/pismo/"): "welcome_profile",
    signed_in("405 400"): "search_click",
    signed_in("405 >/moj-profil/"): "confirm_profile",
    readers("200 405", others="404 405"): "profile_photo(person_id=person,key=photo) image(name=image_name)",
    Answers(">/nalog/login/", *["200 >/nalog/login/"] * 4): "account_logout",
    signed_in("200 >/nalog/email/"): "account_email",
    signed_in(">/nalog/password/change/"): "account_set_password",
    signed_in(">reauthenticate"): """
        mfa_activate_totp mfa_generate_recovery_codes mfa_add_webauthn mfa_edit_webauthn(pk='1')
        mfa_remove_webauthn(pk='1')
    """,
    signed_in(">/nalog/reauthenticate/"): "mfa_reauthenticate mfa_reauthenticate_webauthn",
    Answers(">/nalog/login/", *[">/"] * 4): "account_confirm_login_code mfa_authenticate",
    # There are no codes before the second factor is set up, and no pages of a text file.
    signed_in("404 405"): """
        mfa_view_recovery_codes document_page(document_id=document,number='1',width='800')
    """,
    representatives("200"): "own_colleagues propose_colleague",
    # Another local government's colleague: for the coordinator alone.
    Answers(">login", *["404"] * 3, "200"): "end_colleague(pk=colleague)",
    Answers(">login", "404", *[">/"] * 3, guest="200"): "open_for_you",
    readers("200", others="404"): "wagtail_serve(1=page_path)",
    # The document is used by nothing.
    Answers(">login", *["404 405"] * 2, *["200 405"] * 2): """
        wagtaildocs_serve(1=document,2=document_name) document_text(document_id=document,number='1')
    """,
}

# Doors that Wagtail brings and this product keeps shut, and what it has no use for.
CLOSED = {
    Answers(">/nalog/login/?next=/admin/", "403", "403", ">/admin/", ">/admin/"): """
        gate wagtailcore_login /admin/login/ /admin/password_reset/ wagtailadmin_login wagtailadmin_password_reset
    """,
    signed_in("404"): """
        /^admin/(?:workflows/|reports/workflow|failwhale/|test404/)=>/admin/workflows/list/
        /admin/test404/ wagtailadmin_error_test
        wagtailadmin_password_reset_done wagtailadmin_password_reset_confirm(uidb64='MQ',token='x')
        wagtailadmin_password_reset_complete mfa_deactivate_totp mfa_download_recovery_codes
        wagtailadmin_reports: workflow workflow_results workflow_tasks workflow_tasks_results
        wagtailadmin_workflows: index index_results add edit(pk=workflow) usage(pk=workflow) usage_results(pk=workflow)
            enable(pk=workflow) disable(pk=workflow) remove(page_pk=page) remove(page_pk=page,workflow_pk=workflow)
            select_task_type add_task(app_label='wagtailcore',model_name='groupapprovaltask') task_index
            task_index_results edit_task(pk=task) enable_task(pk=task) disable_task(pk=task)
            task_chooser task_chooser_results task_chooser_create task_chosen(task_id=task)
    """,
    in_admin("404"): """
        wagtail_bulk_action(app_label='wagtailcore',model_name='page',action='delete')
        wagtailadmin_pages: convert_alias(page_id=page)
            workflow_action(page_id=page,action_name='publish',task_state_id='1')
            collect_workflow_action_data(page_id=page,action_name='publish',task_state_id='1')
    """,
    in_admin("404 405"): """
        wagtailadmin_block_preview
        wagtailadmin_pages: workflow_history_detail(page_id=page,workflow_state_id='1')
        wagtailimages: url_generator(image_id=image) url_generator_output(image_id=image)
    """,
    in_admin("404 405", anonymous=">gate"): """
        wagtailadmin_api:pages: find
        wagtailadmin_api:documents: find
        wagtailadmin_api:images: find
    """,
    Answers(*[">/admin/login/?next=/admin/nema-ovoga/"] * 3, "404", "404"): "/admin/^.*/$=>/admin/nema-ovoga/",
    in_admin(">/admin/"): """
        invitation: edit(pk=invitation) usage(pk=invitation) delete(pk=invitation)
        messages: add edit(pk=message) delete(pk=message) history(pk=message) history_results(pk=message)
            usage(pk=message)
        wagtailsites: index index_results add edit(pk=site) delete(pk=site) history(pk=site) history_results(pk=site)
            usage(pk=site) copy(pk=site)
        wagtailsnippets: index
        wagtailsnippets_directory_localgovernment: delete(pk=local_government)
        wagtailsnippets_directory_workinggroup: delete(pk=working_group)
        wagtailusers_groups: index index_results add edit(pk=group) delete(pk=group) history(pk=group)
            history_results(pk=group) usage(pk=group)
        wagtailusers_users: delete(pk=person) copy(pk=person)
    """,
    in_admin(">/admin/ 405"): "wagtailadmin_pages: workflow_preview(page_id=page,task_id=task)",
}

# The admin of editors, which is the coordinator's too.
EDITING = {
    in_admin("200 405"): """
        recognised_pages(document_id=document)
        library_bulk_template library_bulk_errors(pk=bulk_upload)
        searched
        /admin/jsi18n/ wagtailadmin_javascript_catalog wagtailadmin_home wagtailadmin_dismissibles
        wagtailadmin_explore(parent_page_id=home_page) wagtailadmin_explore_results(parent_page_id=home_page)
        wagtailadmin_choose_page wagtailadmin_choose_page_child(parent_page_id=home_page)
        wagtailadmin_choose_page_search wagtailadmin_choose_page_chosen_multiple
        wagtailadmin_pages: add_subpage(parent_page_id=home_page) search search_results
            type_use(content_type_app_name='home',content_type_model_name='contentpage')
            type_use_results(content_type_app_name='home',content_type_model_name='contentpage')
            usage(page_id=page) history(page_id=page) history_results(page_id=page) workflow_history(page_id=page)
            revisions_view(page_id=page,revision_id=revision)
            revisions_compare(pk=page,revision_id_a='earliest',revision_id_b='latest')
        wagtailadmin_reports: locked_pages locked_pages_results site_history site_history_results aging_pages
            aging_pages_results page_types_usage page_types_usage_results
        document_list document_list_results library_pages library_pages_results
        wagtaildocs: index index_results document_usage(document_id=document)
        wagtaildocs_chooser: choose choose_results chosen(pk=document) chosen_multiple
        wagtailimages: index index_results image_usage(image_id=image)
        wagtailimages_chooser: choose choose_results chosen(pk=image) chosen_multiple
        wagtailredirects: index index_results
        wagtailsnippets_core_foreignword: list list_results usage(pk=foreign_word) history(pk=foreign_word)
            history_results(pk=foreign_word)
        wagtailsnippetchoosers_core_foreignword: choose choose_results chosen(pk=foreign_word) chosen_multiple
        wagtailsnippets_core_topic: list list_results usage(pk=topic) history(pk=topic) history_results(pk=topic)
        wagtailsnippetchoosers_core_topic: choose choose_results chosen(pk=topic) chosen_multiple
        wagtailsnippets_search_synonymgroup: list list_results usage(pk=synonyms) history(pk=synonyms)
            history_results(pk=synonyms)
        wagtailsnippetchoosers_search_synonymgroup: choose choose_results chosen(pk=synonyms) chosen_multiple
        wagtailsnippets_library_issuer: list list_results usage(pk=issuer) history(pk=issuer)
            history_results(pk=issuer)
        wagtailsnippetchoosers_library_issuer: choose choose_results chosen(pk=issuer) chosen_multiple
    """,
    in_admin("200 405", anonymous=">gate"): """
        wagtailadmin_api:pages: listing detail(pk=page)
        wagtailadmin_api:documents: listing detail(pk=document)
        wagtailadmin_api:images: listing detail(pk=image)
    """,
    in_admin("405 200", anonymous=">gate"): "wagtailadmin_api:pages: action(pk=page,action_name='publish')",
    in_admin("200"): """
        library_incoming library_incoming_file(pk=incoming_file) library_bulk library_bulk_upload(pk=bulk_upload)
        /admin/sprite/ wagtailadmin_sprite wagtailadmin_account
        wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link
        wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete(app_name='core',model_name='topic')
        wagtailadmin_pages: choose_parent(app_label='home',model_name='contentpage') view_draft(page_id=page)
            preview_on_add(content_type_app_name='home',content_type_model_name='contentpage',parent_page_id=home_page)
            preview_on_edit(page_id=page) move(page_to_move_id=page) set_privacy(page_id=page)
            confirm_workflow_cancellation(page_id=page)
        wagtaildocs: add edit(document_id=document)
        wagtaildocs_chooser: create
        wagtailembeds: chooser chooser_upload
        wagtailimages: add edit(image_id=image) preview(image_id=image,filter_spec='max-100x100')
        wagtailimages_chooser: create select_format(image_id=image)
        wagtailredirects: add edit(redirect_id=redirect) start_import
        wagtailsnippets_core_foreignword: add edit(pk=foreign_word)
        wagtailsnippets_core_topic: add edit(pk=topic)
        wagtailsnippets_library_issuer: add edit(pk=issuer)
        wagtailsnippets_search_synonymgroup: add edit(pk=synonyms)
    """,
    in_admin("200 400"): """
        /admin/choose-external-link/ wagtailadmin_choose_page_external_link
        wagtailadmin_pages: edit(page_id=page) copy(page_id=page) revisions_revert(page_id=page,revision_id=revision)
            add(content_type_app_name='home',content_type_model_name='contentpage',parent_page_id=home_page)
        wagtaildocs: add_multiple
        wagtailimages: add_multiple
    """,
    in_admin("405 200"): """
        wagtailadmin_editing_sessions: release(session_id=session)
            ping(app_label='wagtailcore',model_name='page',object_id=home_page,session_id=session)
        wagtailadmin_pages: set_page_position(page_to_move_id=page)
        wagtaildocs: edit_multiple(doc_id=document) delete_multiple(doc_id=document)
            create_multiple_from_uploaded_document(uploaded_file_id=uploaded_document)
            delete_upload_multiple(uploaded_file_id=uploaded_document)
        wagtailimages: edit_multiple(image_id=image) delete_multiple(image_id=image)
            create_multiple_from_uploaded_image(uploaded_file_id=uploaded_image)
            delete_upload_multiple(uploaded_file_id=uploaded_image)
    """,
    in_admin("405 400"): "/admin/redirects/import/process/ wagtailredirects:process_import",
    in_admin("405 >/admin/pages/{home_page}/"): "wagtailadmin_pages: lock(page_id=page) unlock(page_id=page)",
    in_admin("200 >/admin/pages/{home_page}/"): "wagtailadmin_pages: delete(page_id=page) unpublish(page_id=page)",
    in_admin("200 >/admin/pages/{other_page}/"): """
        wagtailadmin_pages: move_confirm(page_to_move_id=page,destination_id=other_page)
    """,
    in_admin(">/admin/pages/{home_page}/ 405"): "wagtailadmin_explore_root",
    in_admin(">/admin/pages/{page}/history/"): "wagtailadmin_pages: revisions_index(page_id=page)",
    in_admin("200 >/admin/pages/{page}/history/"): """
        wagtailadmin_pages: revisions_unschedule(page_id=page,revision_id=revision)
    """,
    in_admin("405 >/ulaz/"): "wagtailadmin_logout",
    in_admin("405 >/admin/pages/{act}/edit/"): "add_act_version(act_id=act,document_id=document)",
    in_admin("405 >/admin/library-files/"): "library_incoming_remove(pk=incoming_file)",
    in_admin("405 >/admin/library-bulk/"): "library_bulk_discard(pk=bulk_upload)",
    in_admin("405 >/admin/library-bulk/{bulk_upload}/"): """
        library_bulk_check(pk=bulk_upload) library_bulk_retry(pk=bulk_upload)
    """,
    in_admin("405 >/admin/documents/"): "read_document_again(document_id=document)",
    in_admin("200 >/admin/documents/{document}/recognised/"): "correct_page(document_id=document,number='1')",
    in_admin("200 >/admin/documents/"): "wagtaildocs: delete(document_id=document)",
    in_admin("200 >/admin/images/"): "wagtailimages: delete(image_id=image)",
    in_admin("200 >/admin/redirects/"): "wagtailredirects: delete(redirect_id=redirect)",
    in_admin("200 >/admin/snippets/core/foreignword/"): "wagtailsnippets_core_foreignword: delete(pk=foreign_word)",
    in_admin("200 >/admin/snippets/core/topic/"): "wagtailsnippets_core_topic: delete(pk=topic)",
    in_admin("200 >/admin/snippets/library/issuer/"): "wagtailsnippets_library_issuer: delete(pk=issuer)",
    in_admin("200 >/admin/snippets/search/synonymgroup/"): """
        wagtailsnippets_search_synonymgroup: delete(pk=synonyms)
    """,
    in_admin(">/admin/settings/core/coordinatorsettings/{settings}/"): """
        wagtailsettings: edit(app_name='core',model_name='coordinatorsettings')
    """,
}

# The admin of the coordinator alone: register, accounts, invitations, messages, collections, settings.
COORDINATING = {
    not_for_editors("200 405"): """
        failed_tasks waiting_changes directory_colleagues directory_guests
        directory_seat(seat_id=seat) directory_handover_record(pk=handover) directory_handover_print(pk=handover)
        directory_import_errors(pk=import) directory_import_template(kind='representatives')
        invitation: index index_results inspect(pk=invitation) history(pk=invitation) history_results(pk=invitation)
        messages: index index_results inspect(pk=message)
        wagtailadmin_collections: index
        wagtailsnippets_directory_localgovernment: list list_results usage(pk=local_government)
            history(pk=local_government) history_results(pk=local_government)
        wagtailsnippetchoosers_directory_localgovernment: choose choose_results chosen(pk=local_government)
            chosen_multiple
        wagtailsnippets_directory_appointment: list list_results usage(pk=appointment) history(pk=appointment)
            history_results(pk=appointment)
        wagtailsnippetchoosers_directory_appointment: choose choose_results chosen(pk=appointment) chosen_multiple
        wagtailsnippets_directory_workinggroup: list list_results usage(pk=working_group) history(pk=working_group)
            history_results(pk=working_group)
        wagtailsnippetchoosers_directory_workinggroup: choose choose_results chosen(pk=working_group) chosen_multiple
        wagtailsnippets_directory_software: list list_results usage(pk=software) history(pk=software)
            history_results(pk=software)
        wagtailsnippetchoosers_directory_software: choose choose_results chosen(pk=software) chosen_multiple
        wagtailusers_users: index index_results usage(pk=person) history(pk=person) history_results(pk=person)
    """,
    not_for_editors("200"): """
        directory_imports directory_import(pk=import)
        directory_invite_to_seats directory_invite_to_seat directory_invite_guest
        directory_decline_colleague(pk=proposed) directory_change_visit(pk=guest)
        invitation: add
        wagtailadmin_collections: add edit(pk=collection) set_privacy(collection_id=collection)
        wagtailsettings: edit(app_name='core',model_name='coordinatorsettings',pk=settings)
        directory_end_appointment(seat_id=seat,pk=appointment) directory_replace(seat_id=seat,pk=appointment)
        directory_correct_appointment(seat_id=seat,pk=appointment)
        directory_annul_appointment(seat_id=seat,pk=appointment)
        directory_rename(pk=local_government) directory_merge(pk=local_government) directory_split(pk=local_government)
        wagtailsnippets_directory_localgovernment: add edit(pk=local_government)
        wagtailsnippets_directory_workinggroup: add edit(pk=working_group)
        wagtailsnippets_directory_appointment: add
        wagtailsnippets_directory_software: add edit(pk=software)
        wagtailusers_users: edit(pk=person)
    """,
    not_for_editors(
        "404"
    ): "wagtailsettings: preview_on_edit(app_name='core',model_name='coordinatorsettings',pk=settings)",
    not_for_editors(">/admin/register/seats/{seat}/#appointment-{appointment}"): """
        wagtailsnippets_directory_appointment: edit(pk=appointment) delete(pk=appointment)
    """,
    not_for_editors("200 >/admin/register/seats/{seat}/{ended_appointment}/handover/"): """
        directory_handover(seat_id=seat,pk=ended_appointment)
    """,
    not_for_editors("200 >/admin/snippets/directory/software/"): """
        wagtailsnippets_directory_software: delete(pk=software)
    """,
    in_admin(">/admin/", "405 >/admin/register-import/"): "directory_import_discard(pk=import)",
    in_admin(">/admin/", "405 >/admin/register-import/{import}/"): "directory_import_compare(pk=import)",
    not_for_editors("405 >/admin/invitation/"): "resend_invitation(pk=invitation) revoke_invitation(pk=invitation)",
    not_for_editors("405 >/admin/colleagues/"): "directory_approve_colleague(pk=proposed)",
    in_admin("405 >/admin/", "405 >/admin/failed-tasks/"): "run_task_again(pk=failed_task)",
    in_admin(
        "405 >/admin/", "405 >/admin/snippets/directory/workinggroup/edit/{working_group}/"
    ): "close_working_group(pk=working_group)",
    in_admin("405 >/admin/", "405 >/admin/search-index/"): "try_change_again(pk=change)",
    not_for_editors(">/admin/invitation/new/"): "wagtailusers_users: add",
    in_admin("404", "200 >/admin/collections/"): "wagtailadmin_collections: delete(pk=collection)",
}

# Under these addresses an editor is shown nothing, whatever the table says.
NOT_FOR_EDITORS = (
    "/admin/users/",
    "/admin/groups/",
    "/admin/sites/",
    "/admin/collections/",
    "/admin/invitation/",
    "/admin/messages/",
    "/admin/settings/",
    "/admin/failed-tasks/",
    "/admin/register/",
    "/admin/register-import/",
    "/admin/invitations/",
    "/admin/seat-invitations/",
    "/admin/colleagues/",
    "/admin/guests/",
    "/admin/snippets/directory/",
    "/admin/snippets/choose/directory/",
)


def rows() -> list[Row]:
    """All rows of the table."""
    listed = [item for part in (SITE, CLOSED, EDITING, COORDINATING) for item in part.items()]
    return [row for answers, text in listed for row in read(text, answers)]


def shown_to_anonymous() -> set[str]:
    """The keys of the patterns that show something to whoever has not signed in."""
    return {row.key for row in rows() if row.answers.is_public}
