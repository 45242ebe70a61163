# SPDX-License-Identifier: Apache-2.0
#
# wk8s.mk: rules for GNU make that compile wk8s sources.
#
#	all: shop.yaml base/ingress.yaml
#	include /usr/share/wk8s/wk8s.mk
#
# shop.yaml is then made of shop.wk8s, or of the folder shop/ if there is no
# such file, whenever one of them or a file that they import, include or read
# has changed. An output that would be the same keeps its time stamp, so that
# what depends on it is not made again:
#
#	applied: shop.yaml
#		kubectl apply -f shop.yaml && touch applied
#
# Variables, to be set before or on the command line:
#
#	WK8SC       the compiler (wk8sc)
#	WK8SCFLAGS  options for all outputs (none); for one: shop.yaml: WK8SCFLAGS = -n shop
#	WK8S_STATE  the folder for what is remembered between runs (.wk8s): for each
#	            output a depfile and a stamp. Removing it makes everything anew;
#	            it does not belong into version control.
#
# A change of WK8SCFLAGS is not noticed; `make -B` or removing the folder helps.

WK8SC ?= wk8sc
WK8SCFLAGS ?=
WK8S_STATE ?= .wk8s

wk8s_state = $(WK8S_STATE)/$(2)
wk8s_command = $(WK8SC) $(WK8SCFLAGS) $(1) -o $(2) -MP -MF $(wk8s_state).d -MT $(wk8s_state).stamp

# Compiles $(1) to $(2). The stamp's time is that of the last compilation, the
# output's that of its last change: only the stamp depends on the sources, and
# the output on the stamp, once there is one.
wk8s_compile = echo '$(subst ','\'',$(wk8s_command))' && mkdir -p $(dir $(wk8s_state)) && $(wk8s_command) && \
	echo '$(2): $(wk8s_state).stamp' > $(wk8s_state).target.d && touch $(wk8s_state).stamp

$(WK8S_STATE)/%.yaml.stamp: %.wk8s
	@$(call wk8s_compile,$<,$*.yaml)

# A folder: `shop/.` is there if and only if shop is one.
$(WK8S_STATE)/%.yaml.stamp: %/.
	@$(call wk8s_compile,$*,$*.yaml)

# Looked at each time: the first time there is no stamp, and the output may have
# been removed. That changes no time, so nothing follows from it.
%.yaml: %.wk8s wk8s-always
	@test -f $@ -a -f $(WK8S_STATE)/$@.stamp || { $(call wk8s_compile,$<,$@); }

%.yaml: %/. wk8s-always
	@test -f $@ -a -f $(WK8S_STATE)/$@.stamp || { $(call wk8s_compile,$*,$@); }

.PHONY: wk8s-always
# Outputs on the way to something else stay.
.PRECIOUS: %.yaml

# They are made by the way, never for their own sake.
$(WK8S_STATE)/%.d: ;

-include $(if $(wildcard $(WK8S_STATE)),$(shell find $(WK8S_STATE) -name '*.d'))
