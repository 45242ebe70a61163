#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# From a fresh Debian machine to a compiler, in one command:
#
#   sh bootstrap.sh          installs what is missing, builds, compiles an example to the screen
#   sh bootstrap.sh check    the same, then builds and runs all tests
#
# Installing needs root or sudo; nothing is installed that is there already.
# BUILD names the build folder (default: build), CONFIGURE_FLAGS goes to configure.
set -eu
cd "$(dirname "$0")"
mode=${1:-try}
build=${BUILD:-build}
# A source folder that was configured itself cannot have another build folder.
[ ! -f config.status ] || build=.
example=examples/stateful-app/postgres.wk8s

say() {
	echo "bootstrap: $*" >&2
}

# missing: the packages whose command or file is not there
missing() {
	while read -r package probe; do
		case $probe in
		/*) found=no
			for f in $probe /usr/include/*"${probe#/usr/include}"; do
				[ ! -e "$f" ] || found=yes
			done ;;
		*) command -v "$probe" > /dev/null 2>&1 && found=yes || found=no ;;
		esac
		[ $found = yes ] || echo "$package"
	done <<-END
		gcc gcc
		libc6-dev /usr/include/stdio.h
		make make
		autoconf autoconf
		automake automake
		re2c re2c
		bison bison
		libjansson-dev /usr/include/jansson.h
		libpcre2-dev /usr/include/pcre2.h
		nettle-dev /usr/include/nettle/sha2.h
		libyaml-dev /usr/include/yaml.h
		libcmocka-dev /usr/include/cmocka.h
		binutils objdump
		ninja-build ninja
	END
}

install_missing() {
	packages=$(missing | tr '\n' ' ')
	[ -n "$packages" ] || return 0
	say "installing $packages"
	if ! command -v apt-get > /dev/null 2>&1; then
		say "this machine has no apt-get; please install these yourself: $packages"
		exit 1
	fi
	root=
	if [ "$(id -u)" != 0 ]; then
		command -v sudo > /dev/null 2>&1 || { say "installing needs root or sudo"; exit 1; }
		root=sudo
	fi
	# A machine whose lists were never fetched, or are old, needs them first.
	$root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages >&2 ||
		{ $root apt-get update >&2 &&
		$root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages >&2; }
}

build() {
	[ -x configure ] && [ configure -nt configure.ac ] && [ Makefile.in -nt Makefile.am ] &&
		[ Makefile.in -nt files.am ] || autoreconf -fi >&2
	mkdir -p "$build"
	top=$(pwd)
	cd "$build"
	[ -f Makefile ] || "$top/configure" ${CONFIGURE_FLAGS:-} >&2
	make -j"$(nproc 2>/dev/null || echo 2)" >&2
	built=$(pwd)
	cd "$top"
}

case $mode in
try)
	install_missing
	build
	say "$example, compiled by $built/wk8sc:"
	"$built/wk8sc" "$example"
	;;
check)
	install_missing
	build
	exec make -C "$built" -j"$(nproc 2>/dev/null || echo 2)" check
	;;
*)
	say "wk8sc is built by 'sh bootstrap.sh', tested by 'sh bootstrap.sh check'"
	exit 2
	;;
esac
