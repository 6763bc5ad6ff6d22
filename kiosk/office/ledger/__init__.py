"""The ledger of the walls: what hangs, how that is known, what is owed, and the orders that bring it.

The modules by what they are about; a test holds that each stands here once.

* opening it, acting in it: opening, acting, undoing, keeping, box
* what releases ask of walls: releases, release_facts, revisions, asked, public_marks, site_events
* what hangs and what is lacking: papers, confirming, hanging, tick_list, walls, standing, needs, gaps
* print orders: orders, order_list
* kiosks: devices, device_words, screens
* photos of walls, and what is wrong on them: photo_files, photo_book, photo_reading, photo_plans, photo_sightings,
  photo_recording, incidents
* periods that are reported: period, period_screens, report_events
"""
