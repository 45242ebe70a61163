/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Adding something to an app changes nothing else: random apps are compiled,
 * then once more with one workload, Job, Pod, Service, ConfigMap, Secret or
 * claim more. Either that is an error, or all other documents are the same
 * bytes, in the same order.
 *
 * The one exception of the design is left out: a workload added under the very
 * name of a Service, budget, autoscaler or policy becomes what that is for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wk8s.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES 20000
#define ITEMS 32

/* ---- chance: the same on every machine ---- */

struct chance {
	uint64_t state;
};

static uint32_t upto(struct chance *c, uint32_t n)
{
	c->state = c->state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(c->state >> 33) % n;
}

static bool one_in(struct chance *c, uint32_t n)
{
	return upto(c, n) == 0;
}

/* ---- texts ---- */

struct text {
	char p[32768];
	size_t n;
};

static void add(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct text *t, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(t->p + t->n, sizeof t->p - t->n, format, args);
	va_end(args);
	assert_true(n >= 0 && t->n + (size_t)n < sizeof t->p);
	t->n += (size_t)n;
}

/* ---- a random unit: items in up to two apps ---- */

struct item {
	unsigned app;
	const char *kind, *name;
	char text[1024];
};

/* What a body may speak of: the names of its app's workloads, mostly. */
struct around {
	const char *const *names;
	unsigned n;
};

struct source {
	char settings[2][512];
	unsigned work[2]; /* workloads */
	bool nested;
	struct item items[ITEMS];
	unsigned n;
};

static const char *const workloads[] = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet",
					"ReplicationController"};
static const char *const names[] = {"web", "api", "db", "cache"};
static const char *const others[] = {"front", "back", "any", "nodes"};
static const char *const files[] = {"settings", "creds", "data", "tls"};
static const char *const port_names[] = {"http", "metrics", "sql"};
static const unsigned port_numbers[] = {80, 8080, 9090, 5432};
static const char *const tiers[] = {"one", "two"};

#define PICK(c, list) (list)[upto((c), sizeof(list) / sizeof *(list))]

static void add_ports(struct chance *c, struct text *t)
{
	unsigned n = upto(c, 3), first = upto(c, 3), number = upto(c, 4);

	for (unsigned i = 0; i < n; i++)
		add(t, ", ports.%s: %u", port_names[(first + i) % 3], port_numbers[(number + i) % 4]);
}

static void add_container(struct chance *c, struct text *t, const char *name)
{
	bool mounts = one_in(c, 2);

	add(t, " containers.%s { image: \"x:1\"", name);
	add_ports(c, t);
	if (mounts)
		add(t, ", volumeMounts.%s: \"/m\"", files[upto(c, one_in(c, 6) ? 4 : 3)]);
	if (mounts && one_in(c, 3))
		add(t, ", volumeMounts.scratch: \"/scratch\"");
	if (one_in(c, 12))
		add(t, ", readinessProbe.httpGet: \"/ready\"");
	if (one_in(c, 6))
		add(t, ", envFrom: [%s]", files[upto(c, 2)]);
	if (one_in(c, 6))
		add(t, ", env.KEY: %s.key", files[upto(c, 2)]);
	add(t, " }\n   ");
}

static void add_pods(struct chance *c, struct text *t, bool template)
{
	add_container(c, t, "main");
	if (one_in(c, 3))
		add_container(c, t, "side");
	add(t, " volumes.scratch.emptyDir {}\n   ");
	if (one_in(c, 3))
		add(t, " affinity: spread()\n   ");
	if (one_in(c, 5))
		add(t, " topologySpreadConstraints: [{ maxSkew: 1, topologyKey: \"zone\", whenUnsatisfiable: "
		       "ScheduleAnyway }]\n   ");
	if (template && one_in(c, 3))
		add(t, " template.metadata.labels.tier: \"%s\"\n   ", PICK(c, tiers));
}

static void add_workload(struct chance *c, struct text *t, const char *kind)
{
	add_pods(c, t, true);
	if (one_in(c, 10) && strcmp(kind, "ReplicationController") != 0)
		add(t, " selector: \"role=%s\"\n   ", PICK(c, tiers));
	if (strcmp(kind, "StatefulSet") != 0)
		return;
	if (!one_in(c, 4))
		add(t, " serviceName: \"own\"\n   ");
	if (one_in(c, 4))
		add(t, " volumeClaimTemplates.data: 1Gi\n   ");
}

/* What a Service, budget, autoscaler or policy is for: left out where it is clear. */
static void add_target(struct chance *c, struct text *t, const char *slot, const struct around *in)
{
	if (in->n > 1 ? !one_in(c, 5) : one_in(c, 3))
		add(t, " %s: %s\n   ", slot, in->names[upto(c, in->n)]);
}

static void add_service(struct chance *c, struct text *t, const struct around *in)
{
	unsigned n = 1 + upto(c, 2) - one_in(c, 4), first = upto(c, 3), number = upto(c, 4);

	if (one_in(c, 12)) {
		add(t, " type: ExternalName, externalName: \"x.example.com\"");
		return;
	}
	if (one_in(c, 4))
		add(t, " selector.tier: \"%s\"\n   ", PICK(c, tiers));
	else
		add_target(c, t, "selector", in);
	if (one_in(c, 3))
		add(t, " clusterIP: None\n   ");
	for (unsigned i = 0; i < n; i++) {
		add(t, " ports.%s: %u", port_names[(first + i) % 3], port_numbers[(number + i) % 4]);
		if (one_in(c, 3))
			add(t, " -> %u", PICK(c, port_numbers));
		add(t, "\n   ");
	}
}

static void add_body(struct chance *c, struct text *t, const char *kind, const struct around *in)
{
	if (strcmp(kind, "Job") == 0 || strcmp(kind, "CronJob") == 0) {
		add_pods(c, t, one_in(c, 2) && strcmp(kind, "Job") == 0);
		add(t, " restartPolicy: Never%s", strcmp(kind, "Job") == 0 ? "" : ", schedule: \"* * * * *\"");
	} else if (strcmp(kind, "Pod") == 0) {
		add_pods(c, t, false);
		if (one_in(c, 3))
			add(t, " labels.tier: \"%s\"", PICK(c, tiers));
	} else if (strcmp(kind, "Service") == 0) {
		add_service(c, t, in);
	} else if (strcmp(kind, "ConfigMap") == 0) {
		add(t, " data.key: \"1\"");
	} else if (strcmp(kind, "Secret") == 0) {
		add(t, " stringData.key: \"1\"");
	} else if (strcmp(kind, "PersistentVolumeClaim") == 0) {
		add(t, " accessModes: [ReadWriteOnce], resources.requests.storage: 1Gi");
	} else if (strcmp(kind, "PodDisruptionBudget") == 0) {
		add(t, " minAvailable: 1\n   ");
		add_target(c, t, "selector", in);
	} else if (strcmp(kind, "HorizontalPodAutoscaler") == 0) {
		add(t, " maxReplicas: 3\n   ");
		add_target(c, t, "scaleTargetRef", in);
	} else if (strcmp(kind, "NetworkPolicy") == 0) {
		add(t, " policyTypes: [Ingress]\n   ");
		add_target(c, t, "podSelector", in);
	} else {
		add_workload(c, t, kind);
	}
}

/* App 0 has the first workload names, app 1 the last, so that they seldom meet. */
static void make_item(struct chance *c, struct item *item, unsigned app, unsigned work, const char *kind,
		      const char *name)
{
	struct around in = {names + 2 * app, work};
	struct text t = {.n = 0};

	add(&t, "  %s %s {\n   ", kind, name);
	add_body(c, &t, kind, &in);
	add(&t, "\n  }\n");
	assert_true(t.n < sizeof item->text);
	*item = (struct item){.app = app, .kind = kind, .name = name};
	memcpy(item->text, t.p, t.n + 1);
}

/* Objects of one kind and name are an error of their own: not asked for. */
static bool there(const struct source *s, const char *kind, const char *name)
{
	for (unsigned i = 0; i < s->n; i++)
		if (strcmp(s->items[i].kind, kind) == 0 && strcmp(s->items[i].name, name) == 0)
			return true;
	return false;
}

static void add_item(struct chance *c, struct source *s, unsigned app, const char *kind, const char *name)
{
	if (s->n < ITEMS && !there(s, kind, name))
		make_item(c, &s->items[s->n++], app, s->work[app], kind, name);
}

static void make_settings(struct chance *c, char *settings, size_t room)
{
	snprintf(settings, room, "%s%s%s%s%s", one_in(c, 4) ? "  component: \"part\"\n" : "",
		 one_in(c, 4) ? "  labels.team: \"x\"\n" : "", one_in(c, 5) ? "  template.labels.tier: \"one\"\n" : "",
		 one_in(c, 8) ? "  instance: \"blue\"\n  selector: [name, instance]\n" : "",
		 one_in(c, 12) ? "  annotations.owner: \"me\"\n" : "");
}

static void make_app(struct chance *c, struct source *s, unsigned app)
{
	static const char *const wired[] = {
		"Service", "Service", "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler", "NetworkPolicy"};
	unsigned work = 1 + one_in(c, 3), n = upto(c, 4), first = 2 * app;

	s->work[app] = work;
	make_settings(c, s->settings[app], sizeof s->settings[app]);
	for (unsigned i = 0; i < work; i++)
		add_item(c, s, app, PICK(c, workloads), names[(first + i) % 4]);
	for (unsigned i = 0; i < n; i++)
		add_item(c, s, app, PICK(c, wired),
			 one_in(c, 2) ? names[(first + upto(c, work)) % 4] : PICK(c, others));
	for (unsigned i = 0; i < 4; i++)
		if (!one_in(c, i < 3 ? 12 : 3))
			add_item(c, s, app,
				 i == 0   ? "ConfigMap"
				 : i == 1 ? "Secret"
				 : i == 2 ? "PersistentVolumeClaim"
					  : "Secret",
				 files[i]);
	if (one_in(c, 4))
		add_item(c, s, app,
			 one_in(c, 2)   ? "Job"
			 : one_in(c, 2) ? "Pod"
					: "CronJob",
			 one_in(c, 4) ? PICK(c, names) : "run");
}

/* Is the addition the design's exception? */
static bool excepted(const struct source *s, unsigned app, const char *kind, const char *name)
{
	bool workload = false;

	for (size_t i = 0; i < sizeof workloads / sizeof *workloads; i++)
		workload |= strcmp(kind, workloads[i]) == 0;
	for (unsigned i = 0; workload && i < s->n; i++) {
		const char *k = s->items[i].kind;
		if (s->items[i].app == app && strcmp(s->items[i].name, name) == 0 &&
		    (strcmp(k, "Service") == 0 || strcmp(k, "PodDisruptionBudget") == 0 ||
		     strcmp(k, "NetworkPolicy") == 0 || strcmp(k, "HorizontalPodAutoscaler") == 0))
			return true;
	}
	return false;
}

/* One item more, somewhere among the others. */
static bool make_addition(struct chance *c, struct source *s, unsigned apps, struct item *more)
{
	static const char *const kinds[] = {"Job",     "CronJob",   "Pod",    "Service",
					    "Service", "ConfigMap", "Secret", "PersistentVolumeClaim"};
	unsigned app = upto(c, apps), at = upto(c, s->n + 1), where = upto(c, 6);
	const char *kind = one_in(c, 3) ? PICK(c, workloads) : PICK(c, kinds);
	const char *name = where < 2   ? PICK(c, names)
			   : where < 4 ? PICK(c, files)
			   : where < 5 ? PICK(c, others)
				       : "new";

	if (s->n == ITEMS || there(s, kind, name) || excepted(s, app, kind, name))
		return false;
	make_item(c, more, app, s->work[app], kind, name);
	memmove(&s->items[at + 1], &s->items[at], (s->n - at) * sizeof *s->items);
	s->items[at] = *more;
	s->n++;
	return true;
}

static void write_items(const struct source *s, unsigned app, struct text *t)
{
	add(t, "%s", s->settings[app]);
	for (unsigned i = 0; i < s->n; i++)
		if (s->items[i].app == app)
			add(t, "%s", s->items[i].text);
}

static void write_source(const struct source *s, unsigned apps, struct text *t)
{
	t->n = 0;
	add(t, "namespace: default\napp first {\n");
	write_items(s, 0, t);
	if (apps > 1 && s->nested) {
		add(t, "app second {\n");
		write_items(s, 1, t);
		add(t, "}\n");
	}
	add(t, "}\n");
	if (apps > 1 && !s->nested) {
		add(t, "app second {\n");
		write_items(s, 1, t);
		add(t, "}\n");
	}
}

/* ---- compiling in memory ---- */

struct run {
	const struct text *source;
	size_t read;
	struct text out, err;
};

static int open_text(void *ctx, const char *path, bool named, uint64_t *size)
{
	struct run *r = ctx;

	(void)path;
	(void)named;
	r->read = 0;
	*size = r->source->n;
	return 0;
}

static long read_text(void *ctx, int handle, char *p, size_t n)
{
	struct run *r = ctx;
	size_t left = r->source->n - r->read;

	(void)handle;
	n = n < left ? n : left;
	memcpy(p, r->source->p + r->read, n);
	r->read += n;
	return (long)n;
}

static void close_text(void *ctx, int handle)
{
	(void)ctx;
	(void)handle;
}

static int take(struct text *t, const char *p, size_t n)
{
	if (t->n + n + 1 > sizeof t->p)
		n = sizeof t->p - t->n - 1; /* messages may be cut, documents are checked for room */
	memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = '\0';
	return 0;
}

static int take_out(void *ctx, const char *p, size_t n)
{
	struct run *r = ctx;

	assert_true(r->out.n + n < sizeof r->out.p);
	return take(&r->out, p, n);
}

static int take_err(void *ctx, const char *p, size_t n)
{
	struct run *r = ctx;

	return take(&r->err, p, n);
}

static enum wk8s_status compile(struct run *r, const struct text *source)
{
	static const char *const path[] = {"app.wk8s"};
	struct wk8s_build job = {
		.paths = path,
		.npaths = 1,
		.reader = {r, open_text, read_text, close_text},
		.out = {r, take_out},
		.err = {r, take_err},
	};

	r->source = source;
	r->out.n = r->err.n = 0;
	r->out.p[0] = r->err.p[0] = '\0';
	return wk8s_build(&job);
}

/* ---- comparing ---- */

/* Is this document the one of ITEM? Its kind and name stand in lines of their own. */
static bool is_document(const char *p, size_t n, const struct item *item)
{
	char kind[128], name[128], text[4096];

	if (n >= sizeof text)
		return false;
	memcpy(text, p, n);
	text[n] = '\0';
	snprintf(kind, sizeof kind, "\nkind: %s\n", item->kind);
	snprintf(name, sizeof name, "\n  name: %s\n", item->name);
	char *metadata = strstr(text, "\nmetadata:\n");
	return strstr(text, kind) && metadata && strncmp(metadata + strlen("\nmetadata:"), name, strlen(name)) == 0;
}

/* AFTER without the document of ITEM, if there is one of it exactly. */
static bool without(const struct text *after, const struct item *item, struct text *rest)
{
	const char *p = after->p;
	unsigned found = 0;

	rest->n = 0;
	while (*p) {
		const char *end = strstr(p, "\n---\n");
		size_t n = end ? (size_t)(end - p) + 1 : strlen(p);
		if (is_document(p, n, item))
			found++;
		else
			add(rest, "%s%.*s", rest->n ? "---\n" : "", (int)n, p);
		p += end ? n + 4 : n;
	}
	return found == 1;
}

struct counts {
	unsigned skipped, broken, refused, same;
};

static void one_case(struct chance *c, struct counts *counts)
{
	static const struct source nothing;
	struct source *s = malloc(sizeof *s);
	struct run *before = malloc(sizeof *before), *after = malloc(sizeof *after);
	struct text *source = malloc(2 * sizeof *source), *more = source + 1;
	struct item item;

	assert_true(s && before && after && source);
	*s = nothing;
	unsigned apps = 1 + one_in(c, 3);
	s->nested = one_in(c, 2);
	for (unsigned i = 0; i < apps; i++)
		make_app(c, s, i);
	write_source(s, apps, source);
	if (compile(before, source) != WK8S_DONE) {
		counts->broken++;
	} else if (!make_addition(c, s, apps, &item)) {
		counts->skipped++;
	} else {
		write_source(s, apps, more);
		enum wk8s_status status = compile(after, more);
		assert_true(status == WK8S_DONE || (status == WK8S_MISTAKES && after->out.n == 0 && after->err.n > 0));
		counts->refused += status != WK8S_DONE;
		counts->same += status == WK8S_DONE;
		if (status == WK8S_DONE &&
		    (!without(&after->out, &item, source) || strcmp(source->p, before->out.p) != 0)) {
			print_message("%s\nAdded: %s %s\nBefore:\n%s\nAfter:\n%s\n", more->p, item.kind, item.name,
				      before->out.p, after->out.p);
			fail_msg("the addition changed something else");
		}
	}
	free(s);
	free(before);
	free(after);
	free(source);
}

static void adding_changes_nothing(void **state)
{
	struct chance c = {.state = 20261122};
	struct counts n = {0};

	(void)state;
	for (unsigned i = 0; i < CASES; i++)
		one_case(&c, &n);
	print_message("%u apps: %u do not compile, %u additions not asked for, %u refused, %u without effect\n", CASES,
		      n.broken, n.skipped, n.refused, n.same);
	/* the test means something only if both happen often */
	assert_true(n.refused >= CASES / 20);
	assert_true(n.same >= CASES / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(adding_changes_nothing)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
