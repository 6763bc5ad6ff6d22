"""What a person does, recorded: imports, builds, publishing, confirming.

The modules by what they are about; a test holds that each stands here once.

* files and the catalogue: imports, import_report, register, remembered, question_form, editing, undoing, catalogues,
  exports, history, procedure_history
* drafts, from files or of settings, until they are published: drafts, draft_records, draft_files, file_rows,
  asking_again, previews, draft_costs, draft_pictures, draft_publishing, settings_drafts
* settings and sites: setting_edits, settings_files, settings_tables, settings_watch, choices, site_life,
  site_proposals, site_costs
* releases: releases, release_history, published, going_back, holding, keeping_back, night_publishing, calendar,
  fresh_layout, shell_acts
* paper, orders and walls: ledger, print_batches, batch_jobs, reprints, posted, walls, site_wall, site_files
* confirming, with an account, by a delivery note, by photos: confirming, wall_confirming, note_access,
  note_confirming, note_photos, visit_photos, photo_jobs
* what kiosks and citizens send, what is opened and searched: message_file, inbox, news, shown, site_kiosks,
  counts, unopened, unfound
* persons and their acts: people, passwords, second_factor, sessions, signing_in, throttle, invitations, access,
  api_tokens, events, words
* work of the machine: jobs, job_kinds, job_context, worker, care_jobs, nights, night_message, overview, machine_log
* damage, and how it is healed: inspection, doctor, diagnosis, contents, setting_aside, database, database_health
* backups: backup, snapshots, restoring
"""
