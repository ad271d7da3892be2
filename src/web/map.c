/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/map.h"

#include <string.h>

#include "base/text.h"

#define TILE 64
#define COLUMNS 9
#define ROWS 5

/* Number of the region in КАТОТТГ codes, name, short name, place. */
static const struct tile {
	const char *number, *name, *abbreviation;
	int column, row;
} tiles[MAP_REGIONS] = {
    {"01", N_("Crimea (autonomous republic)"), N_("CRI"), 5, 4},
    {"05", N_("Vinnytsia"), N_("VIN"), 3, 1},
    {"07", N_("Volyn"), N_("VOL"), 1, 0},
    {"12", N_("Dnipropetrovsk"), N_("DNI"), 6, 2},
    {"14", N_("Donetsk"), N_("DON"), 7, 2},
    {"18", N_("Zhytomyr"), N_("ZHY"), 3, 0},
    {"21", N_("Zakarpattia"), N_("ZAK"), 0, 2},
    {"23", N_("Zaporizhzhia"), N_("ZAP"), 6, 3},
    {"26", N_("Ivano-Frankivsk"), N_("I-F"), 1, 2},
    {"32", N_("Kyiv oblast"), N_("K.OB"), 4, 0},
    {"35", N_("Kirovohrad"), N_("KIR"), 5, 2},
    {"44", N_("Luhansk"), N_("LUH"), 8, 1},
    {"46", N_("Lviv"), N_("LVI"), 0, 1},
    {"48", N_("Mykolaiv"), N_("MYK"), 4, 2},
    {"51", N_("Odesa"), N_("ODE"), 3, 2},
    {"53", N_("Poltava"), N_("POL"), 6, 1},
    {"56", N_("Rivne"), N_("RIV"), 2, 0},
    {"59", N_("Sumy"), N_("SUM"), 6, 0},
    {"61", N_("Ternopil"), N_("TER"), 1, 1},
    {"63", N_("Kharkiv"), N_("KHA"), 7, 1},
    {"65", N_("Kherson"), N_("KHE"), 5, 3},
    {"68", N_("Khmelnytskyi"), N_("KHM"), 2, 1},
    {"71", N_("Cherkasy"), N_("CHK"), 5, 1},
    {"73", N_("Chernivtsi"), N_("CHV"), 2, 2},
    {"74", N_("Chernihiv"), N_("CHH"), 5, 0},
    {"80", N_("Kyiv (city)"), N_("KYIV"), 4, 1},
    {"85", N_("Sevastopol (city)"), N_("SEV"), 4, 4},
};

static struct statistics_sum
sum_of(const struct public_statistics *statistics, const struct tile *tile)
{
	for (size_t i = 0; i < statistics->regions_n; i++) {
		const char *code = statistics->regions[i].code;

		if (strncmp(code, "UA", 2) == 0)
			code += 2;
		if (strncmp(code, tile->number, 2) == 0)
			return statistics->regions[i].sum;
	}
	return (struct statistics_sum){0};
}

void
map_regions(struct html *h, const struct public_statistics *statistics,
    struct map_region out[MAP_REGIONS])
{
	for (size_t n = 0; n < MAP_REGIONS; n++) {
		struct map_region region = {tiles[n].number, _(tiles[n].name),
		    sum_of(statistics, &tiles[n])};
		size_t at = n;

		for (;
		     at > 0 && text_compare(out[at - 1].name, region.name) > 0;
		     at--)
			out[at] = out[at - 1];
		out[at] = region;
	}
}

const char *
map_region_name(struct html *h, const char *code)
{
	if (!code)
		return "";
	if (strncmp(code, "UA", 2) == 0)
		code += 2;
	for (size_t i = 0; i < MAP_REGIONS; i++)
		if (strncmp(code, tiles[i].number, 2) == 0)
			return _(tiles[i].name);
	return "";
}

/* Four strengths: none, and thirds of the largest number. */
static const char *
strength(int64_t n, int64_t max)
{
	if (n == 0)
		return "l0";
	if (n * 3 <= max)
		return "l1";
	return n * 3 <= max * 2 ? "l2" : "l3";
}

static void
tile_put(struct html *h, const struct tile *tile, struct statistics_sum sum,
    int64_t max)
{
	const char *x = html_id(h, tile->column * TILE);
	const char *y = html_id(h, tile->row * TILE);
	const char *middle = html_id(h, tile->column * TILE + TILE / 2);

	html(h,
	    "<g><title>{}: {}</title><rect class='{}' x='{}' y='{}' "
	    "width='64' height='64' rx='4'/>",
	    _(tile->name), html_num(h, sum.registered),
	    strength(sum.registered, max), x, y);
	html(h,
	    "<text x='{}' y='{}'>{}</text><text class='n' x='{}' y='{}'>{}"
	    "</text></g>\n",
	    middle, html_id(h, tile->row * TILE + 27), _(tile->abbreviation),
	    middle, html_id(h, tile->row * TILE + 50),
	    sum.registered ? html_num(h, sum.registered) : "–");
}

void
map_put(struct html *h, const struct public_statistics *statistics)
{
	int64_t max = 1;

	for (size_t i = 0; i < statistics->regions_n; i++)
		if (statistics->regions[i].sum.registered > max)
			max = statistics->regions[i].sum.registered;
	html(h,
	    "<svg class='tiles' viewBox='0 0 {} {}' role='img' "
	    "aria-labelledby='map-t'><title id='map-t'>{}</title>\n",
	    html_id(h, COLUMNS * TILE), html_id(h, ROWS * TILE),
	    _("Connected institutions by oblast; the same numbers stand in the "
	      "table"));
	for (size_t i = 0; i < MAP_REGIONS; i++)
		tile_put(h, &tiles[i], sum_of(statistics, &tiles[i]), max);
	html(h, "</svg>\n");
}
