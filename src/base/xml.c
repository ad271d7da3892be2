/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/xml.h"

#include <stdlib.h>
#include <string.h>

#include <expat.h>

struct xml {
	XML_Parser parser;
	const struct xml_events *events;
	void *ctx;
	int depth;
	enum err err; /* what stopped the parser */
};

static void
stop(struct xml *xml, enum err err)
{
	if (xml->err)
		return;
	xml->err = err;
	XML_StopParser(xml->parser, XML_FALSE);
}

static const char *
without_prefix(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

static void XMLCALL
on_start(void *data, const XML_Char *name, const XML_Char **attrs)
{
	struct xml *xml = data;
	enum err err;

	if (xml->err)
		return;
	if (++xml->depth > XML_DEPTH_MAX) {
		stop(xml, ERR_LIMIT);
		return;
	}
	err = xml->events->start(xml->ctx, without_prefix(name), attrs);
	if (err)
		stop(xml, err);
}

static void XMLCALL
on_end(void *data, const XML_Char *name)
{
	struct xml *xml = data;
	enum err err;

	if (xml->err)
		return;
	xml->depth--;
	if ((err = xml->events->end(xml->ctx, without_prefix(name))))
		stop(xml, err);
}

static void XMLCALL
on_text(void *data, const XML_Char *s, int len)
{
	struct xml *xml = data;
	enum err err;

	if (xml->err || !xml->events->text)
		return;
	if ((err = xml->events->text(xml->ctx, s, (size_t)len)))
		stop(xml, err);
}

static void XMLCALL
on_doctype(void *data, const XML_Char *name, const XML_Char *system,
    const XML_Char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	stop(data, ERR_LIMIT);
}

struct xml *
xml_new(const struct xml_events *events, void *ctx)
{
	struct xml *xml = calloc(1, sizeof(*xml));

	if (!xml)
		abort();
	xml->parser = XML_ParserCreate(NULL);
	if (!xml->parser)
		abort();
	xml->events = events;
	xml->ctx = ctx;
	XML_SetUserData(xml->parser, xml);
	XML_SetElementHandler(xml->parser, on_start, on_end);
	XML_SetCharacterDataHandler(xml->parser, on_text);
	XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
	return xml;
}

void
xml_free(struct xml **xml)
{
	if (!*xml)
		return;
	XML_ParserFree((*xml)->parser);
	free(*xml);
	*xml = NULL;
}

enum err
xml_feed(struct xml *xml, const void *p, size_t len, bool last)
{
	if (xml->err)
		return xml->err;
	if (len > INT32_MAX / 2)
		return ERR_LIMIT;
	if (XML_Parse(xml->parser, p, (int)len, last) == XML_STATUS_OK)
		return OK;
	if (!xml->err)
		xml->err = ERR_INVALID;
	return xml->err;
}

const char *
xml_attr(const char **attrs, const char *name)
{
	const char *found = NULL;

	for (; attrs[0]; attrs += 2) {
		if (strcmp(attrs[0], name) == 0)
			return attrs[1];
		if (!found && strcmp(without_prefix(attrs[0]), name) == 0)
			found = attrs[1];
	}
	return found;
}
