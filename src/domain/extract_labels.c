/* SPDX-License-Identifier: EUPL-1.2 */
/* The words of labels: what "ID закладу у системі ДІСО" or "ПІБ відповідальної
 * особи" ask for. Stems, since labels come in every case; Russian and English
 * spellings that schools really use stand beside. */
#include "domain/extract_part.h"

#include <string.h>

enum meaning {
	M_FILLER = 1 << 0,
	M_REGION = 1 << 1,
	M_COMMUNITY = 1 << 2,
	M_TITLE = 1 << 3, /* "назва" */
	M_INSTITUTION = 1 << 4,
	M_DISO = 1 << 5,
	M_EDRPOU = 1 << 6,
	M_PERSON = 1 << 7,
	M_FULL_NAME = 1 << 8, /* "ПІБ": a person even beside a telephone */
	M_HEAD = 1 << 9,
	M_MAIL = 1 << 10,
	M_ELECTRONIC = 1 << 11,
	M_ADDRESS = 1 << 12,
	M_PHONE = 1 << 13,
	M_CONTACT = 1 << 14,
	M_ID = 1 << 15,
	M_OTHER = 1 << 16,
	M_NUMBER = 1 << 17,
	M_KIND = 1 << 18, /* "школа": a label only when it stands alone */
};

/* A label longer than this is a sentence. */
#define LABEL_WORDS_MAX 14
/* Unknown words a label before a colon may have ("Назва нашого закладу"). */
#define LABEL_UNKNOWN_MAX 2

static const struct {
	const char *stem;
	unsigned meaning;
} stems[] = {
    {"област", M_REGION},
    {"регіон", M_REGION},
    {"громад", M_COMMUNITY},
    {"тергромад", M_COMMUNITY},
    {"населен", M_COMMUNITY},
    {"муніципал", M_COMMUNITY},
    {"назв", M_TITLE},
    {"наймену", M_TITLE},
    {"наимено", M_TITLE},
    {"закл", M_INSTITUTION},
    {"установ", M_INSTITUTION},
    {"школ", M_KIND},
    {"ліце", M_KIND},
    {"гімназі", M_KIND},
    {"коледж", M_KIND},
    {"прізвищ", M_FULL_NAME},
    {"фаміл", M_FULL_NAME},
    {"батьков", M_FULL_NAME},
    {"відповідальн", M_PERSON},
    {"адміністратор", M_PERSON},
    {"адмін", M_PERSON},
    {"уповноваж", M_PERSON},
    {"координатор", M_PERSON},
    {"директор", M_HEAD},
    {"керівни", M_HEAD},
    {"ректор", M_HEAD},
    {"завідув", M_HEAD},
    {"електрон", M_ELECTRONIC},
    {"поштов", M_ADDRESS},
    {"пошт", M_MAIL},
    {"скриньк", M_MAIL},
    {"адрес", M_ADDRESS},
    {"місцезнаходж", M_ADDRESS},
    {"розташув", M_ADDRESS},
    {"телефон", M_PHONE},
    {"мобільн", M_PHONE},
    {"контакт", M_CONTACT},
    {"ідентифік", M_ID},
    {"кількіст", M_OTHER},
    {"власн", M_OTHER},
    {"рахун", M_OTHER},
    {"реквізит", M_OTHER},
    {"індекс", M_OTHER},
    {"посад", M_OTHER},
    {"примітк", M_OTHER},
    {"освіт", M_FILLER},
    {"навчальн", M_FILLER},
    {"повн", M_FILLER},
    {"скорочен", M_OTHER},
    {"офіційн", M_FILLER},
    {"систем", M_FILLER},
    {"реєстр", M_FILLER},
    {"служб", M_FILLER},
    {"робоч", M_FILLER},
    {"особист", M_FILLER},
    {"міськ", M_FILLER},
    {"сільськ", M_FILLER},
    {"селищн", M_FILLER},
    {"територіальн", M_FILLER},
    {"обєднан", M_FILLER},
    {"юридичн", M_FILLER},
    {"фактичн", M_FILLER},
    {"стаціонарн", M_FILLER},
    {"основн", M_FILLER},
    {"додатков", M_FILLER},
    {"журнал", M_FILLER},
};

static const struct {
	const char *words; /* parted by '|' */
	unsigned meaning;
} wholes[] = {
    {"обл|region|oblast", M_REGION},
    {"отг|тг|мтг|стг|міст|місто|міста|селище|село|смт|community|city|"
     "город",
	M_COMMUNITY},
    {"name|school", M_TITLE},
    {"ззсо|зо|знз|зпто|зфпо|зво", M_INSTITUTION},
    {"дісо|дисо|ісуо|исуо|diso|isuo", M_DISO},
    {"єдрпоу|едрпоу|егрпоу|єдрпо|едрпо|єдроу|едропу|єдропу|edrpou", M_EDRPOU},
    {"піб|фио|фіо|імя|п-і-б", M_FULL_NAME},
    {"особа|особи|особу|особою|administrator", M_PERSON},
    {"email|e-mail|mail|емейл|е-мейл|імейл|мейл|емайл|е-майл|ел|"
     "e-маіl|еmail|е-маіл|маіл",
	M_MAIL},
    {"тел|моб|phone|tel|mobile|viber|вайбер|тлф", M_PHONE},
    {"id|ід|і-д|код|коди|code", M_ID},
    {"номер|номери|no", M_NUMBER},
    {"сайт|вебсайт|site|www|іпн|рнокпп|iban|мфо|факс|fax|тип|вид|форма|"
     "район|р-н|вулиця|вул|будинок|клас|класів|учнів",
	M_OTHER},
    {"та|і|й|або|в|у|на|з|із|для|за|від|до|по|про|чи|and|of|or|the|є|що|"
     "закладу|наш|нашого|нашої|м|п|б|full",
	M_FILLER},
};

static unsigned
meaning_of(const struct word *word)
{
	/* "ПІБ 1": but never the value itself. */
	if (word->digits)
		return word->len <= 2 ? M_FILLER : 0;
	for (size_t i = 0; i < sizeof(wholes) / sizeof(wholes[0]); i++)
		if (words_in(word->fold, wholes[i].words))
			return wholes[i].meaning;
	for (size_t i = 0; i < sizeof(stems) / sizeof(stems[0]); i++)
		if (words_starts(word->fold, stems[i].stem))
			return stems[i].meaning;
	return 0;
}

bool
extract_labels_is_edrpou(const char *fold)
{
	return meaning_of(&(struct word){.fold = fold}) == M_EDRPOU;
}

bool
extract_labels_is_diso(const char *fold)
{
	return meaning_of(&(struct word){.fold = fold}) == M_DISO;
}

bool
extract_labels_is_phone(const char *fold)
{
	return meaning_of(&(struct word){.fold = fold}) == M_PHONE;
}

bool
extract_labels_is_person(const char *fold)
{
	unsigned meaning = meaning_of(&(struct word){.fold = fold});

	return (meaning & (M_PERSON | M_FULL_NAME)) != 0;
}

bool
extract_labels_is_filler(const char *fold)
{
	unsigned meaning = meaning_of(&(struct word){.fold = fold});

	return (meaning &
		   (M_FILLER | M_ID | M_NUMBER | M_INSTITUTION | M_KIND)) != 0;
}

/* More than one thing is asked for at once. */
static enum label
mixed(unsigned m)
{
	bool mail = (m & M_MAIL) != 0;
	bool phone = (m & M_PHONE) != 0;

	if ((m & M_EDRPOU) && (m & M_DISO))
		return LABEL_CODES;
	if ((mail && phone) || ((m & M_FULL_NAME) && (mail || phone)))
		return LABEL_CONTACT;
	return LABEL_NONE;
}

/* The order is the rule: "телефон директора закладу" is a telephone, "назва
 * громади" a community, "відповідальна особа закладу" a person. */
static enum label
decide(unsigned m)
{
	enum label label = mixed(m);

	if (label)
		return label;
	if (m & M_EDRPOU)
		return LABEL_EDRPOU;
	if (m & M_DISO)
		return LABEL_DISO;
	if ((m & M_MAIL) || ((m & M_ELECTRONIC) && (m & M_ADDRESS)))
		return m & M_PERSON ? LABEL_EMAIL_OWN : LABEL_EMAIL;
	if ((m & M_PHONE) || ((m & M_CONTACT) && (m & M_NUMBER)))
		return m & M_PERSON ? LABEL_PHONE_OWN : LABEL_PHONE;
	if (m & (M_PERSON | M_FULL_NAME))
		return LABEL_PERSON;
	if (m & M_HEAD)
		return LABEL_HEAD;
	if (m & M_CONTACT)
		return LABEL_CONTACT;
	if (m & M_OTHER)
		return LABEL_OTHER;
	if (m & M_ADDRESS)
		return LABEL_PLACE;
	if ((m & M_ID) && (m & (M_INSTITUTION | M_KIND)))
		return LABEL_DISO;
	if ((m & M_REGION) && (m & M_COMMUNITY))
		return LABEL_PLACE;
	if (m & M_COMMUNITY)
		return LABEL_COMMUNITY;
	if (m & M_REGION)
		return LABEL_REGION;
	if (m & (M_TITLE | M_INSTITUTION))
		return LABEL_NAME;
	return LABEL_NONE;
}

static bool
is_mail_header(const struct word *words, size_t n)
{
	return n == 1 &&
	       words_in(words[0].fold,
		   "від|кому|копія|тема|дата|надіслано|отримано|відправлено|"
		   "from|to|cc|bcc|subject|date|sent|от|кого|від-кого");
}

enum label
extract_labels_read(const struct word *words, size_t n, bool *all)
{
	unsigned meanings = 0;
	size_t unknown = 0;

	*all = false;
	if (n == 0 || n > LABEL_WORDS_MAX)
		return LABEL_NONE;
	if (is_mail_header(words, n)) {
		*all = true;
		return LABEL_HEADER;
	}
	for (size_t i = 0; i < n; i++) {
		unsigned meaning = meaning_of(&words[i]);

		meanings |= meaning;
		unknown += meaning == 0;
	}
	*all = unknown == 0;
	/* "Школа:" is a label, "Школа № 5" is a school. */
	if (n == 1 && (meanings & M_KIND))
		return LABEL_NAME;
	return unknown > LABEL_UNKNOWN_MAX ? LABEL_NONE : decide(meanings);
}

size_t
extract_labels_prefix(const struct word *words, size_t n, enum label *label)
{
	size_t len = 0;
	bool all;

	while (len < n && len < LABEL_WORDS_MAX && meaning_of(&words[len]) &&
	       !words[len].digits)
		len++;
	/* "Назва школи ліцей № 3": the value may begin with words that labels
	 * also know; a capital letter after the first word begins it. */
	for (size_t i = 1; i < len; i++) {
		if (words[i].capital && !words[i].upper) {
			len = i;
			break;
		}
	}
	*label = extract_labels_read(words, len, &all);
	return *label == LABEL_NONE ? 0 : len;
}
