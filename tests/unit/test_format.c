/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The string formats: what is accepted, and where and why the rest is not.
 */

#include "schema/format.h"

#include "fixture.h"

#define NAMES_253                                                                                                      \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."                                             \
	"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb."                                             \
	"ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc."                                             \
	"ddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
#define NAME_63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define NAME_52 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct good {
	enum schema_format format;
	const char *texts[12];
} good[] = {
	{FORMAT_DNS_LABEL, {"a", "0", "a-b", "a--b", "9lives", NAME_63}},
	{FORMAT_DNS_1035, {"a", "a-1", NAME_63}},
	{FORMAT_DNS_SUBDOMAIN, {"a", "a.b", "0.1.2", "a-b.c-d", NAME_63 "a", NAMES_253}},
	{FORMAT_DNS_SUBDOMAIN_UNDERSCORE, {"_a", "_a._b", "a_b.c", "a-_b", "a"}},
	{FORMAT_DNS_CASELESS, {"Example.COM", "a-B"}},
	{FORMAT_DNS_WILDCARD, {"*.example.com", "example.com", "a", "*.a"}},
	{FORMAT_FQDN, {"a.b", "a.b.", "example.com", NAME_63 ".b"}},
	{FORMAT_PATH_SEGMENT, {"system:auth", "A b", "...", "a..b"}},
	{FORMAT_CRONJOB_NAME, {"a.b", NAME_52}},
	{FORMAT_JOB_NAME, {"a.b", NAME_63}},
	{FORMAT_LABEL_KEY, {"app", "app.kubernetes.io/name", "A_b.c", "x/" NAME_63}},
	{FORMAT_LABEL_VALUE, {"", "a", "A.b_c-d", "1.0", NAME_63}},
	{FORMAT_ANNOTATION_KEY, {"Example.com/Name", "a"}},
	{FORMAT_QUALIFIED_NAME, {"cpu", "requests.cpu", "nvidia.com/gpu", "hugepages-2Mi"}},
	{FORMAT_DOMAIN_KEY, {"example.com/a"}},
	{FORMAT_ENV_NAME, {"A", "a b", "1", "my.var", "`", "~"}},
	{FORMAT_CONFIG_KEY, {"nginx.conf", ".dockerconfigjson", "a_b-c", "-", "_", NAMES_253}},
	{FORMAT_C_IDENTIFIER, {"a", "_", "_1", "A_b2"}},
	{FORMAT_PORT_NAME, {"http", "a", "1a", "http-metrics", "abcdefghijklmno"}},
	{FORMAT_PORT, {"http", "web-1"}},
	{FORMAT_PERCENT, {"0%", "25%", "100%"}},
	{FORMAT_HTTP_HEADER, {"X-Token", "-", "Host"}},
	{FORMAT_IP,
	 {"10.0.0.1", "0.0.0.0", "255.255.255.255", "::", "::1", "fe80::1", "1:2:3:4:5:6:7:8", "1::", "2001:DB8::1",
	  "::1.2.3.4", "64:ff9b::1.2.3.4", "1:2:3:4:5:6:7::"}},
	{FORMAT_IP_CANONICAL,
	 {"10.0.0.1", "::", "::1", "1::", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "1:0:0:2::3", "1::2:0:0:3"}},
	{FORMAT_ENDPOINT_IP, {"10.0.0.1", "2001:db8::1", "224.0.1.1", "169.253.0.1"}},
	{FORMAT_CIDR, {"10.0.0.0/8", "0.0.0.0/0", "1.2.3.4/32", "::/0", "fd00::/8", "2001:DB8::/33", "::1/128"}},
	{FORMAT_CIDR_CANONICAL, {"10.0.0.0/8", "2001:db8::/32"}},
	{FORMAT_CRON,
	 {"* * * * *", "0 3 * * *", "*/15 0-6,22 1,15 JAN-mar sun", "5/10 ? * 12 6", "@daily", "@every 1h30m",
	  " 0  0\t1 1 0 ", "59 23 31 12 6", "1-5/2 * * * 1-5"}},
	{FORMAT_TIME_ZONE, {"UTC", "Europe/Berlin", "America/Argentina/Salta", "Etc/GMT+5", "Etc/GMT-1"}},
	{FORMAT_TIME,
	 {"2026-11-22T10:00:00Z", "2024-02-29T23:59:59.123456Z", "2000-02-29T00:00:00+01:30",
	  "2026-01-31T00:00:00-12:00"}},
	{FORMAT_GO_DURATION,
	 {"0", "+0", "1s", "1h30m", "1.5s", "-2m", ".5h", "1.h", "100us", "1\xc2\xb5s", "1\xce\xbcs",
	  "2562047h47m16.854775807s"}},
	{FORMAT_ABSOLUTE_PATH, {"/", "/a/../b"}},
	{FORMAT_RELATIVE_PATH, {"a", "a/b", "a/..b", ".a", "a/..."}},
	{FORMAT_SYSCTL, {"net.core.somaxconn", "net/ipv4/ip_forward", "kernel.shm_rmid_forced"}},
	{FORMAT_FINALIZER, {"kubernetes", "orphan", "foregroundDeletion", "example.com/a"}},
	{FORMAT_DOMAIN_PATH, {"example.com/a", "a/b/c", "example.com/~x(y)"}},
	{FORMAT_SIGNER, {"example.com/my-signer", "kubernetes.io/kube-apiserver-client", "a.b/c.d"}},
	{FORMAT_CSI_DRIVER, {"ebs.csi.aws.com", "Driver", NAME_63}},
	{FORMAT_RESOURCE_POOL, {"a", "a.b/c", "node-1/gpu"}},
	{FORMAT_ISCSI_NAME,
	 {"iqn.2026-11.com.example:disk", "eui.0123456789abcdef", "naa.0123456789abcdef0123456789abcdef"}},
	{FORMAT_WHOLE_NUMBER, {"0", "1", "-1", "9223372036854775807", "-9223372036854775808"}},
	{FORMAT_UUID, {"01234567-89ab-cdef-0123-456789abcdef"}},
	{FORMAT_NOT_EMPTY, {" "}},
	{FORMAT_BASE64, {"", "YQ==", "YWI=", "YWJj", "YWJj\nYWJj\n", "+/+/"}},
	{FORMAT_QUANTITY, {"0", "1", "500m", "2Gi", "0.5", ".5", "5.", "+1", "-1k", "1e3", "1E-2", "100E"}},
	{FORMAT_NONE, {"", "anything"}},
};

static const struct bad {
	enum schema_format format;
	const char *text;
	uint32_t at;
	const char *reason;
} bad[] = {
	{FORMAT_DNS_LABEL, "", 0, "must not be empty"},
	{FORMAT_DNS_LABEL, "my_db", 2, "`_` is not allowed in a DNS label"},
	{FORMAT_DNS_LABEL, "a.b", 1, "`.` is not allowed in a DNS label"},
	{FORMAT_DNS_LABEL, "aB", 1, "upper case, `B`, is not allowed in a DNS label"},
	{FORMAT_DNS_LABEL, "a\xc3\xa9z", 1, "`\xc3\xa9` is not allowed in a DNS label"},
	{FORMAT_DNS_LABEL, "a b", 1, "a blank is not allowed in a DNS label"},
	{FORMAT_DNS_LABEL, "a\x01", 1, "a control character is not allowed in a DNS label"},
	{FORMAT_DNS_LABEL, "-a", 0, "must begin with a letter or a digit, not with `-`"},
	{FORMAT_DNS_LABEL, "a-", 1, "must end with a letter or a digit, not with `-`"},
	{FORMAT_DNS_LABEL, NAME_63 "b", 63, "must be at most 63 characters, this has 64"},
	{FORMAT_DNS_1035, "9a", 0, "must begin with a letter, not with `9`"},
	{FORMAT_DNS_SUBDOMAIN, ".a", 0, "`.` stands where a letter or a digit is needed"},
	{FORMAT_DNS_SUBDOMAIN, "a..b", 2, "`.` stands where a letter or a digit is needed"},
	{FORMAT_DNS_SUBDOMAIN, "a.", 1, "must end with a letter or a digit, not with `.`"},
	{FORMAT_DNS_SUBDOMAIN, "a.-b", 2, "`-` is not allowed behind `.`"},
	{FORMAT_DNS_SUBDOMAIN, "a-.b", 1, "`-` is not allowed before `.`"},
	{FORMAT_DNS_SUBDOMAIN, "a.b_c", 3, "`_` is not allowed in a DNS subdomain"},
	{FORMAT_DNS_SUBDOMAIN, NAMES_253 "a", 253, "must be at most 253 characters, this has 254"},
	{FORMAT_DNS_SUBDOMAIN_UNDERSCORE, "__a", 1, "`_` is not allowed behind `_`"},
	{FORMAT_DNS_SUBDOMAIN_UNDERSCORE, "a_", 1, "must end with a letter or a digit"},
	{FORMAT_DNS_SUBDOMAIN_UNDERSCORE, "_", 0, "must end with a letter or a digit"},
	{FORMAT_DNS_WILDCARD, "*", 0, "`*` must be followed by `.` and a name"},
	{FORMAT_DNS_WILDCARD, "*.", 2, "must not be empty"},
	{FORMAT_DNS_WILDCARD, "a.*.b", 2, "`*` is not allowed in a DNS name"},
	{FORMAT_FQDN, "a", 1, "must have at least two parts"},
	{FORMAT_FQDN, NAME_63 "a.b", 63, "each part between dots must be at most 63 characters"},
	{FORMAT_PATH_SEGMENT, "a/b", 1, "`/` is not allowed in a name"},
	{FORMAT_PATH_SEGMENT, "..", 0, "must not be `.` or `..`"},
	{FORMAT_PATH_SEGMENT, "50%", 2, "`%` is not allowed in a name"},
	{FORMAT_CRONJOB_NAME, NAME_52 "a", 52, "must be at most 52 characters, this has 53"},
	{FORMAT_JOB_NAME, NAME_63 "a", 63, "must be at most 63 characters"},
	{FORMAT_LABEL_KEY, "a/b/c", 3, "only one `/` is allowed"},
	{FORMAT_LABEL_KEY, "/a", 0, "the part before `/` must not be empty"},
	{FORMAT_LABEL_KEY, "a/", 2, "the part behind `/` must not be empty"},
	{FORMAT_LABEL_KEY, "Example.com/a", 0, "upper case, `E`, is not allowed in the part before `/`"},
	{FORMAT_LABEL_KEY, "a b", 1, "a blank is not allowed in a label key"},
	{FORMAT_LABEL_KEY, "x/" NAME_63 "a", 65, "must be at most 63 characters, this has 64"},
	{FORMAT_LABEL_KEY, "", 0, "must not be empty"},
	{FORMAT_LABEL_VALUE, "a/b", 1, "`/` is not allowed in a label value"},
	{FORMAT_LABEL_VALUE, "_a", 0, "must begin with a letter or a digit, not with `_`"},
	{FORMAT_DOMAIN_KEY, "a", 1, "needs a domain and `/` before the name"},
	{FORMAT_ANNOTATION_KEY, "Exa_mple.com/a", 3, "`_` is not allowed in the part before `/`"},
	{FORMAT_QUALIFIED_NAME, "a#", 1, "`#` is not allowed in a qualified name"},
	{FORMAT_DNS_CASELESS, "A_b", 1, "`_` is not allowed in a DNS subdomain"},
	{FORMAT_RESOURCE_POOL, "a//b", 2, "`/` stands where a letter or a digit is needed"},
	{FORMAT_ENV_NAME, "", 0, "must not be empty"},
	{FORMAT_ENV_NAME, "a=b", 1, "`=` is not allowed in a name of an environment variable"},
	{FORMAT_ENV_NAME, "a\xc3\xa9", 1, "is not allowed"},
	{FORMAT_CONFIG_KEY, "a/b", 1, "`/` is not allowed in a key of a ConfigMap or Secret"},
	{FORMAT_CONFIG_KEY, "..a", 0, "must not begin with `..`"},
	{FORMAT_CONFIG_KEY, ".", 0, "must not be `.`"},
	{FORMAT_C_IDENTIFIER, "1a", 0, "must begin with a letter or `_`, not with `1`"},
	{FORMAT_PORT_NAME, "metrics-and-more", 15, "must be at most 15 characters, this has 16"},
	{FORMAT_PORT_NAME, "123", 3, "must have a letter"},
	{FORMAT_PORT_NAME, "a--b", 2, "`--` is not allowed in a port name"},
	{FORMAT_PORT_NAME, "HTTP", 0, "upper case, `H`, is not allowed in a port name"},
	{FORMAT_PORT, "80", 0, "a port number is written without quotes"},
	{FORMAT_PERCENT, "50", 2, "must end with `%`"},
	{FORMAT_PERCENT, "%", 0, "must begin with a digit"},
	{FORMAT_PERCENT, "50%%", 3, "nothing may follow `%`"},
	{FORMAT_PERCENT, "1.5%", 1, "`.` is not allowed"},
	{FORMAT_HTTP_HEADER, "X_Token", 1, "`_` is not allowed in a name of an HTTP header"},
	{FORMAT_IP, "", 0, "must not be empty"},
	{FORMAT_IP, "10.0.0", 6, "needs four numbers"},
	{FORMAT_IP, "10.0.0.256", 7, "at most 255"},
	{FORMAT_IP, "10.0.0.01", 7, "must not begin with a zero"},
	{FORMAT_IP, "10.0.0.1.2", 8, "has something behind the fourth number"},
	{FORMAT_IP, "10.0..1", 5, "needs four numbers"},
	{FORMAT_IP, "localhost", 0, "`l` is not allowed in an IP address"},
	{FORMAT_IP, "::ffff:1.2.3.4", 0, "an IPv4 address is written alone: `1.2.3.4`"},
	{FORMAT_IP, "1:2:3", 5, "needs eight groups"},
	{FORMAT_IP, "1:2:3:4:5:6:7:8:9", 16, "has more than eight groups"},
	{FORMAT_IP, "1::2::3", 4, "`::` is allowed once"},
	{FORMAT_IP, "1:2:3:4:5:6:7:", 13, "must not end with `:`"},
	{FORMAT_IP, "12345::", 4, "at most four digits"},
	{FORMAT_IP, "::g", 2, "`g` is not allowed"},
	{FORMAT_IP, "1:2:3:4::5:6:7:8", 16, "`::` must stand for at least one group"},
	{FORMAT_IP, ":1::", 0, "`:` is not allowed"},
	{FORMAT_IP_CANONICAL, "2001:DB8::1", 0, "must be written `2001:db8::1`"},
	{FORMAT_IP_CANONICAL, "1:0:2:3:4:5:6:07", 0, "must be written `1:0:2:3:4:5:6:7`"},
	{FORMAT_ENDPOINT_IP, "127.0.0.1", 0, "must not be a loopback"},
	{FORMAT_ENDPOINT_IP, "fe80::1", 0, "must not be a loopback, link-local"},
	{FORMAT_CIDR, "10.0.0.0", 8, "needs the length of the prefix, such as `/32`"},
	{FORMAT_CIDR, "10.1.2.3/8", 0, "has bits set behind the prefix; the range is `10.0.0.0/8`"},
	{FORMAT_CIDR, "10.0.0.0/33", 9, "is at most 32"},
	{FORMAT_CIDR, "10.0.0.0/08", 9, "must not begin with a zero"},
	{FORMAT_CIDR, "10.0.0.0/", 9, "needs a number behind `/`"},
	{FORMAT_CIDR, "fd00::1/64", 0, "the range is `fd00::/64`"},
	{FORMAT_CIDR_CANONICAL, "2001:0db8::/32", 0, "must be written `2001:db8::/32`"},
	{FORMAT_CRON, "* * * *", 7, "needs five fields"},
	{FORMAT_CRON, "* * * * * *", 10, "has more than five fields"},
	{FORMAT_CRON, "60 * * * *", 0, "the minute is 0 to 59"},
	{FORMAT_CRON, "* 24 * * *", 2, "the hour is 0 to 23"},
	{FORMAT_CRON, "* * 0 * *", 4, "the day of the month is 1 to 31"},
	{FORMAT_CRON, "* * * 13 *", 6, "the month is 1 to 12"},
	{FORMAT_CRON, "* * * * 7", 8, "the day of the week is 0 to 6"},
	{FORMAT_CRON, "* * * foo *", 6, "`foo` is not a month"},
	{FORMAT_CRON, "*/0 * * * *", 2, "a step of 0 never comes"},
	{FORMAT_CRON, "5-1 * * * *", 0, "the range ends before it begins"},
	{FORMAT_CRON, "1- * * * *", 2, "the minute lacks a number"},
	{FORMAT_CRON, "*/ * * * *", 2, "needs a number behind `/`"},
	{FORMAT_CRON, "%5 * * * *", 0, "`%` is not allowed in a cron schedule"},
	{FORMAT_CRON, "@often", 0, "`@` is followed by"},
	{FORMAT_CRON, "@every 1d", 8, "`d` is not a unit of time"},
	{FORMAT_CRON, "TZ=UTC * * * * *", 0, "a time zone is not allowed in the schedule"},
	{FORMAT_TIME_ZONE, "Local", 0, "not the local zone"},
	{FORMAT_TIME_ZONE, "Europe/", 7, "has nothing beside a `/`"},
	{FORMAT_TIME_ZONE, "a/../b", 2, "must not be `.` or `..`"},
	{FORMAT_TIME_ZONE, "Europe/New York", 10, "a blank is not allowed in a time zone"},
	{FORMAT_TIME, "2026-11-22", 10, "must be written like"},
	{FORMAT_TIME, "2026-02-29T00:00:00Z", 8, "the month has no such day"},
	{FORMAT_TIME, "2026-13-01T00:00:00Z", 5, "the month is 01 to 12"},
	{FORMAT_TIME, "2026-12-01T24:00:00Z", 11, "the hour is 00 to 23"},
	{FORMAT_TIME, "2026-12-01T00:00:00", 19, "needs a zone at the end"},
	{FORMAT_TIME, "2026-12-01T00:00:00.Z", 20, "needs digits behind the dot"},
	{FORMAT_TIME, "2026-12-01t00:00:00Z", 10, "must be written like"},
	{FORMAT_TIME, "2026-12-01T00:00:00Zx", 20, "nothing may follow `Z`"},
	{FORMAT_GO_DURATION, "", 0, "must not be empty"},
	{FORMAT_GO_DURATION, "1d", 1, "`d` is not a unit of time"},
	{FORMAT_GO_DURATION, "10", 2, "needs a unit behind the number"},
	{FORMAT_GO_DURATION, "h", 0, "needs a number before each unit"},
	{FORMAT_GO_DURATION, "1.2.3s", 3, "has two dots"},
	{FORMAT_GO_DURATION, "2562047h47m16.854775808s", 11, "is too long a time"},
	{FORMAT_GO_DURATION, "99999999999h", 0, "is too long a time"},
	{FORMAT_ABSOLUTE_PATH, "a", 0, "must begin with `/`"},
	{FORMAT_RELATIVE_PATH, "/a", 0, "must not begin with `/`"},
	{FORMAT_RELATIVE_PATH, "a/../b", 2, "must not contain `..`"},
	{FORMAT_RELATIVE_PATH, "..a", 0, "must not begin with `..`"},
	{FORMAT_SYSCTL, "net..core", 4, "`.` stands where a letter or a digit is needed"},
	{FORMAT_FINALIZER, "mine", 4, "needs a domain and `/`"},
	{FORMAT_DOMAIN_PATH, "a", 1, "needs a domain, `/` and a path"},
	{FORMAT_DOMAIN_PATH, "a/b c", 3, "a blank is not allowed"},
	{FORMAT_SIGNER, "a/b", 1, "must have at least two parts"},
	{FORMAT_SIGNER, "a.b/c/d", 5, "`/` is not allowed"},
	{FORMAT_CSI_DRIVER, "a_b", 1, "`_` is not allowed in a name of a CSI driver"},
	{FORMAT_ISCSI_NAME, "disk", 0, "must begin like"},
	{FORMAT_ISCSI_NAME, "iqn.2026-11.com", 15, "needs `:` and a name at the end"},
	{FORMAT_ISCSI_NAME, "eui.12", 6, "needs 16 characters behind `eui.`"},
	{FORMAT_WHOLE_NUMBER, "", 0, "needs a digit"},
	{FORMAT_WHOLE_NUMBER, "-0", 0, "zero has no sign"},
	{FORMAT_WHOLE_NUMBER, "01", 0, "must not begin with a zero"},
	{FORMAT_WHOLE_NUMBER, "1.5", 1, "`.` is not allowed in a whole number"},
	{FORMAT_WHOLE_NUMBER, "9223372036854775808", 0, "does not fit in 64 bits"},
	{FORMAT_UUID, "01234567-89AB-cdef-0123-456789abcdef", 11, "`A` is not allowed"},
	{FORMAT_UUID, "0123", 4, "must have 36 characters"},
	{FORMAT_NOT_EMPTY, "", 0, "must not be empty"},
	{FORMAT_BASE64, "YQ=", 3, "the padding `=` is missing"},
	{FORMAT_BASE64, "YQ==YQ==", 4, "nothing may follow the padding"},
	{FORMAT_BASE64, "Y-==", 1, "`-` is not allowed in base64 text"},
	{FORMAT_BASE64, "=", 0, "`=` is not allowed"},
	{FORMAT_QUANTITY, "", 0, "must not be empty"},
	{FORMAT_QUANTITY, "512MB", 3, "`MB` is not a unit of quantities"},
	{FORMAT_QUANTITY, "lots", 0, "must begin with a number"},
	{FORMAT_QUANTITY, ".", 0, "must begin with a number"},
	{FORMAT_QUANTITY, "1.2.3", 3, "has two dots"},
	{FORMAT_QUANTITY, "1 Gi", 1, "has a blank behind the number"},
	{FORMAT_QUANTITY, "1e", 1, "`e` is not a unit"},
	{FORMAT_QUANTITY, "1e1.5", 1, "`e1.5` is not a unit"},
};

static void test_good(void **state)
{
	struct fixture *f = *state;
	size_t used = f->mem.used;

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		for (size_t k = 0; k < 12 && good[i].texts[k]; k++) {
			uint32_t at = 99;
			const char *text = good[i].texts[k];
			const char *reason = format_check(&f->arena, good[i].format, str_of(text), &at);

			if (reason)
				fail_msg("%s `%s`: %s", format_name(good[i].format), text, reason);
		}
	}
	/* The good way costs no memory. */
	assert_int_equal(f->mem.used, used);
}

static void test_bad(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		uint32_t at = 99;
		const char *reason = format_check(&f->arena, bad[i].format, str_of(bad[i].text), &at);

		if (!reason)
			fail_msg("%s `%s`: accepted", format_name(bad[i].format), bad[i].text);
		if (!strstr(reason, bad[i].reason) || at != bad[i].at)
			fail_msg("%s `%s`: at %u: %s", format_name(bad[i].format), bad[i].text, at, reason);
	}
}

/* Every format is in both tables above. */
static void test_complete(void **state)
{
	(void)state;
	for (int format = FORMAT_NONE + 1; format < FORMAT_COUNT; format++) {
		const char *name = format_name((enum schema_format)format);
		bool has_good = false, has_bad = false;

		for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
			has_good |= good[i].format == (enum schema_format)format;
		for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
			has_bad |= bad[i].format == (enum schema_format)format;
		if (!has_good || !has_bad)
			fail_msg("%s is not tested", name);
		assert_int_equal(format_find(str_of(name)), format);
		assert_true(format_title((enum schema_format)format)[0] != '\0');
	}
	assert_int_equal(format_find(str_of("no-such")), FORMAT_NONE);
	assert_int_equal(format_find(str_of("")), FORMAT_NONE);
	assert_int_equal(format_code(FORMAT_QUANTITY), E0208);
}

/* No string of two bytes makes a checker read outside or point outside. */
static void test_any_bytes(void **state)
{
	struct fixture *f = *state;
	struct arena scratch;

	arena_init(&scratch, &f->mem);
	for (int format = 0; format < FORMAT_COUNT; format++) {
		for (unsigned bytes = 0; bytes < 65536; bytes += 7) {
			char *text = mem_resize(&f->mem, NULL, 0, 2);
			uint32_t at = 99;

			text[0] = (char)(bytes & 255);
			text[1] = (char)(bytes >> 8);
			format_check(&scratch, (enum schema_format)format, str_make(text, 2), &at);
			assert_true(at <= 2);
			mem_resize(&f->mem, text, 2, 0);
		}
		arena_free(&scratch);
	}
}

static void test_hints(void **state)
{
	static const char *const hints[][2] = {
		{"512MB", "512Mi"}, {"512mb", "512Mi"}, {"1gb", "1Gi"},    {"1K", "1Ki"},       {"2GiB", "2Gi"},
		{"1g", "1Gi"},      {"1.5GB", "1.5Gi"}, {"10 Gi", "10Gi"}, {"500 m", "500m"},   {"1tb", "1Ti"},
		{"1,5", "1.5"},     {"1_000", "1000"},  {"2 cores", "2"},  {"500mcpu", "500m"}, {"100MI", "100Mi"},
		{"64ki", "64Ki"},   {"5bytes", "5"},    {"1,000", NULL},   {"lots", NULL},      {"1x", NULL},
		{"", NULL},         {"MB", NULL},       {"1.2.3GB", NULL}, {"512Mi", NULL},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
		const char *hint = "unset";

		quantity_check(&f->arena, str_of(hints[i][0]), &hint);
		if (hints[i][1]) {
			assert_non_null(hint);
			assert_string_equal(hint, hints[i][1]);
		} else {
			assert_null(hint);
		}
	}
}

static void test_durations(void **state)
{
	static const struct {
		const char *text;
		int64_t ns;
	} rows[] = {
		{"1h30m", 5400000000000},
		{"100ms", 100000000},
		{"1.5s", 1500000000},
		{"5us", 5000},
		{"5\xc2\xb5s", 5000},
		{"1ns", 1},
		{"0.1h", 360000000000},
		{"0s", 0},
		{"1.000000001s", 1000000001},
		{"0.3333333333333h", 1199999999999},
		{"9223372036854775807ns", INT64_MAX},
		{"2562047h", 2562047 * 3600000000000},
	};
	static const char *const none[] = {"",
					   "1",
					   "s",
					   "1d",
					   "0",
					   "-1s",
					   "1h ",
					   "1..s",
					   "1s1",
					   "\xc2s",
					   "m1",
					   "2562048h",
					   "9223372036854775808ns",
					   "1hh"};
	int64_t ns;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_true(duration_parse(str_of(rows[i].text), &ns));
		assert_int_equal(ns, rows[i].ns);
	}
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		assert_false(duration_parse(str_of(none[i]), &ns));
}

/* What `explain` shows of a format has it. */
static void test_samples(void **state)
{
	struct arena *arena = &((struct fixture *)*state)->arena;
	uint32_t at;

	for (int i = FORMAT_NONE + 1; i < FORMAT_COUNT; i++) {
		const char *sample = format_sample((enum schema_format)i);
		const char *why = format_check(arena, (enum schema_format)i, str_of(sample), &at);
		if (why)
			print_message("%s: %s: %s\n", format_name((enum schema_format)i), sample, why);
		assert_null(why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),      cmocka_unit_test(test_bad),   cmocka_unit_test(test_complete),
		cmocka_unit_test(test_any_bytes), cmocka_unit_test(test_hints), cmocka_unit_test(test_durations),
		cmocka_unit_test(test_samples),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
