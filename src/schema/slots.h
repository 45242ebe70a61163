/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_SCHEMA_SLOTS_H
#define WK8S_SCHEMA_SLOTS_H

/*
 * slots: where the probing of the schema's two hash tables begins. The tables
 * are made when the library is built, so both sides take it from here.
 */

#include "schema/schema.h"

static inline uint32_t slots_mix(uint32_t h)
{
	h ^= h >> 16;
	h *= 0x7feb352du;
	h ^= h >> 15;
	h *= 0x846ca68bu;
	return h ^ h >> 16;
}

/* For the field NAME of struct OWNER, and for the kind NAME; to be cut to the table's mask. */
static inline uint32_t slots_field(type_id owner, sym name)
{
	return slots_mix(((uint32_t)owner << 16) ^ name);
}

static inline uint32_t slots_kind(sym name)
{
	return slots_mix(name);
}

#endif
