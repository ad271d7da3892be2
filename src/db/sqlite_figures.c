/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/sqlite_figures.h"

/* sqlite_stat1 may not be created by hand: ANALYZE of an empty schema makes
 * it. The key of a clustered table is listed under the table's name. */
const char sqlite_figures[] =
    "ANALYZE;"
    "DELETE FROM sqlite_stat1;"
    "INSERT INTO sqlite_stat1 (tbl, idx, stat)"
    " SELECT l.name,"
    "  CASE WHEN i.origin = 'pk' AND l.wr THEN l.name ELSE i.name END,"
    "  '1000' || (SELECT group_concat(CASE"
    "   WHEN k.seqno = 0 THEN ' 1000'"
    "   WHEN i.\"unique\" AND k.seqno + 1 ="
    "    (SELECT count(*) FROM pragma_index_info(i.name)) THEN ' 1'"
    "   WHEN k.seqno = 1 THEN ' 10'"
    "   WHEN k.seqno = 2 THEN ' 3'"
    "   ELSE ' 2' END, '')"
    "   FROM (SELECT seqno FROM pragma_index_info(i.name)"
    "    ORDER BY seqno) k)"
    " FROM pragma_table_list l, pragma_index_list(l.name) i"
    " WHERE l.schema = 'main' AND l.type = 'table'"
    "  AND (SELECT name FROM pragma_index_info(i.name)"
    "   WHERE seqno = 0) = 'inst';";
