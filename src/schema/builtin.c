/* SPDX-License-Identifier: Apache-2.0 */
#include "schema/builtin.h"

/* The first name of a form is the one that is written. */
static const struct {
	const char *name;
	enum type_form form;
} builtins[] = {
	{"string", TYPE_STRING},
	{"int64", TYPE_INT64},
	{"int32", TYPE_INT32},
	{"int", TYPE_INT64},
	{"bool", TYPE_BOOL},
	{"number", TYPE_NUMBER},
	{"Quantity", TYPE_QUANTITY},
	{"Duration", TYPE_DURATION},
	{"Time", TYPE_TIME},
	{"MicroTime", TYPE_MICROTIME},
	{"IntOrString", TYPE_INT_OR_STRING},
	{"any", TYPE_ANY},
	{"bytes", TYPE_BYTES},
};

#define NBUILTINS (sizeof builtins / sizeof *builtins)

enum type_form builtin_form(struct str name)
{
	for (size_t i = 0; i < NBUILTINS; i++) {
		if (str_is(name, builtins[i].name))
			return builtins[i].form;
	}
	return TYPE_NOTHING;
}

const char *builtin_name(enum type_form form)
{
	for (size_t i = 0; i < NBUILTINS; i++) {
		if (builtins[i].form == form)
			return builtins[i].name;
	}
	return form == TYPE_LIST ? "list" : form == TYPE_MAP ? "map" : form == TYPE_STRUCT ? "struct" : "nothing";
}

const char *builtin_at(size_t index)
{
	return index < NBUILTINS ? builtins[index].name : NULL;
}
