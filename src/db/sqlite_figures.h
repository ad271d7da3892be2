/* SPDX-License-Identifier: EUPL-1.2 */
/* Figures about the tables for SQLite's planner, written once with the schema.
 *
 * Every key of a school's table begins with inst, and in a store of one
 * institution inst says nothing. Without figures SQLite takes "inst = ?" for a
 * good choice and reads whole tables in the order of their keys where an index
 * of three columns stands ready. ANALYZE would find that out, but only from
 * data, so a young school would have other plans than an old one, and a year
 * of marks others than a week. These figures are the same for all stores: inst
 * chooses nothing, the next column a few rows, a whole unique key one. They
 * are small on purpose: with large ones the planner jumps over columns (skip
 * scan) or builds Bloom filters of whole tables. */
#pragma once

/* Run after a migration's text; again changes nothing. */
extern const char sqlite_figures[];
