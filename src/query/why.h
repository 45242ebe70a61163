/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WK8S_QUERY_WHY_H
#define WK8S_QUERY_WHY_H

/*
 * why: where a value of a finished object comes from.
 *
 * What is written is evaluated once more, that field alone, and what happens
 * on the way is noted (eval/trace.h); what is derived names the row of the
 * library, which is run once more for the objects that it looks at.
 */

#include "base/buf.h"
#include "eval/unit.h"
#include "text/render.h"

struct why_question {
	struct str object; /* "Deployment/web", "deploy/web", or with a namespace "Deployment/shop/web" */
	struct str
		path; /* "spec.replicas", a short name, `data."a.b"`, "containers.web.image", "args[0]"; empty: all */
};

/*
 * Answers into OUT, about objects of U that wiring has finished. False after
 * a diagnostic: there is no such object, or no such field.
 */
bool why(struct unit *u, const struct why_question *question, struct buf *out, enum render_format format, bool colour);

/* The question whose answer is about VALUE, a node of some object's tree; false if there is none. */
bool why_node(struct unit *u, const struct node *value, struct why_question *out);

#endif
