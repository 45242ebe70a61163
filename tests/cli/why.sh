#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `wk8sc why`: the answers, word for word.
. "${top_srcdir:-.}/tests/check.inc"
cd "$tmp" || exit 1

cat > lib.wk8s <<'END'
fn image(name: string, tag = "1.0") = "registry.example.com/${name}:${tag}"
component Web(image: string, replicas: int = 2) {
  app (name) {
    instance: "blue"
    Deployment (name) {
      replicas: replicas
      containers.main { image: image, ports.http: 8080, resources { cpu: 100m..1, memory: 64Mi } }
    }
    Service (name) { ports.http: 80 }
  }
}
END
cat > shop.wk8s <<'END'
import "lib.wk8s"
param tag: string = "1.4"
let limit = 128Mi
Web shop { image: image("shop", tag = tag) }
Web pay { image: "pay:1", replicas: 4, patch Deployment pay { replicas: old + 1 } }
ConfigMap info { data { COUNT: "${Deployment.pay.replicas}", labels.x: "dotted" } }
patch on Container as c if c.name == "main" { resources.memory: limit }
END

# answers QUESTION...: the answer is what stands on standard input
answers() {
	cat > wanted
	"$WK8SC" why shop.wk8s "$@" > out 2> err < /dev/null
	got=$?
	if [ $got = 0 ] && cmp -s wanted out && [ ! -s err ]; then
		good
	else
		bad "why $*: exit code $got"
		diff -u wanted out
		cat err
	fi
}

answers Deployment/shop containers.main.image <<'END'
lib.wk8s:7:25: note: Deployment/shop: spec.template.spec.containers.main.image is `registry.example.com/shop:1.4`
  |
7 |       containers.main { image: image, ports.http: 8080, resources { cpu: 100m..1, memory: 64Mi } }
  |                         ^^^^^ set here
 --> shop.wk8s:4:19
4 | Web shop { image: image("shop", tag = tag) }
  |                   ------------------------ given for the parameter `image`
 --> lib.wk8s:1:4
1 | fn image(name: string, tag = "1.0") = "registry.example.com/${name}:${tag}"
  |    ----- by this function
 --> shop.wk8s:4:25
4 | Web shop { image: image("shop", tag = tag) }
  |                         ------        --- given for the parameter `tag`
  |                         |
  |                         given for the parameter `name`
2 | param tag: string = "1.4"
  | ------------------------- the default of the parameter `tag`
END

answers deploy/shop spec.template.spec.containers.main.image -D tag=2.0 <<'END'
lib.wk8s:7:25: note: Deployment/shop: spec.template.spec.containers.main.image is `registry.example.com/shop:2.0`
  |
7 |       containers.main { image: image, ports.http: 8080, resources { cpu: 100m..1, memory: 64Mi } }
  |                         ^^^^^ set here
 --> shop.wk8s:4:19
4 | Web shop { image: image("shop", tag = tag) }
  |                   ------------------------ given for the parameter `image`
 --> lib.wk8s:1:4
1 | fn image(name: string, tag = "1.0") = "registry.example.com/${name}:${tag}"
  |    ----- by this function
 --> shop.wk8s:4:25
4 | Web shop { image: image("shop", tag = tag) }
  |                         ------        --- given for the parameter `tag`
  |                         |
  |                         given for the parameter `name`
 --> -D:1:5
1 | tag=2.0
  |     --- given for the parameter `tag`
END

answers Deployment/pay replicas <<'END'
lib.wk8s:6:7: note: Deployment/pay: spec.replicas is `5`
  |
6 |       replicas: replicas
  |       ^^^^^^^^ set here
 --> shop.wk8s:5:37
5 | Web pay { image: "pay:1", replicas: 4, patch Deployment pay { replicas: old + 1 } }
  |                                     -                         -------- then set here
  |                                     |
  |                                     given for the parameter `replicas`
END

answers deployments/pay replicas --error-format=gcc <<'END'
lib.wk8s:6:7: note: Deployment/pay: spec.replicas is `5`: set here [N0001]
shop.wk8s:5:37: note: given for the parameter `replicas`
shop.wk8s:5:63: note: then set here
END

answers configmap/info data.COUNT <<'END'
shop.wk8s:6:25: note: ConfigMap/info: data.COUNT is `5`
  |
6 | ConfigMap info { data { COUNT: "${Deployment.pay.replicas}", labels.x: "dotted" } }
  |                         ^^^^^ set here
 --> lib.wk8s:5:16
5 |     Deployment (name) {
  |                ------ read from this object
END

answers cm/info data.labels.x <<'END'
shop.wk8s:6:62: note: ConfigMap/info: data."labels.x" is `dotted`
  |
6 | ConfigMap info { data { COUNT: "${Deployment.pay.replicas}", labels.x: "dotted" } }
  |                                                              ^^^^^^ set here
END

answers svc/shop selector <<'END'
lib.wk8s:9:13: note: Service/shop: spec.selector is a map with 1 key
  |
9 |     Service (name) { ports.http: 80 }
  |             ^^^^^^ for this object
  |
5 |     Deployment (name) {
  |                ------ it looks at this
  = note: derived by stdlib/wiring.wk8s:128, `Service.spec.selector`
END

answers Service/shop 'ports[0].targetPort' <<'END'
lib.wk8s:9:13: note: Service/shop: spec.ports[0].targetPort is `8080`
  |
9 |     Service (name) { ports.http: 80 }
  |             ^^^^^^ for this object
  = note: derived by stdlib/wiring.wk8s:174, `ServicePort.targetPort`
END

answers Deployment/shop 'labels."app.kubernetes.io/instance"' <<'END'
lib.wk8s:4:15: note: Deployment/shop: metadata.labels."app.kubernetes.io/instance" is `blue`
  |
4 |     instance: "blue"
  |               ^^^^^^ from this
  = note: derived by stdlib/wiring.wk8s:47, `Deployment.metadata.labels`
END

answers Deployment/shop metadata.labels.app.kubernetes.io/name <<'END'
lib.wk8s:5:16: note: Deployment/shop: metadata.labels."app.kubernetes.io/name" is `shop`
  |
5 |     Deployment (name) {
  |                ^^^^^^ from this
  = note: derived by stdlib/wiring.wk8s:38, `Deployment.metadata.labels."app.kubernetes.io/name"`
END

answers Deployment/shop containers.main.resources.limits.memory <<'END'
lib.wk8s:7:83: note: Deployment/shop: spec.template.spec.containers.main.resources.limits.memory is `128Mi`
  |
7 |       containers.main { image: image, ports.http: 8080, resources { cpu: 100m..1, memory: 64Mi } }
  |                                                                                   ^^^^^^ set here
 --> shop.wk8s:7:57
7 | patch on Container as c if c.name == "main" { resources.memory: limit }
  |                                                         ------ then set here
3 | let limit = 128Mi
  | ----------------- by the local `limit`
END

answers Deployment/shop minReadySeconds <<'END'
lib.wk8s:5:16: note: Deployment/shop: spec.minReadySeconds is not there
  |
5 |     Deployment (name) {
  |                ^^^^^^ nothing sets it in this object
END

answers Service/shop <<'END'
lib.wk8s:9:5: note: Service/shop is a map with 4 keys
  |
9 |     Service (name) { ports.http: 80 }
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ set here
END

answers --line 1 <<'END'
shop.wk8s:6:1: note: ConfigMap/info: apiVersion is `v1`
  |
6 | ConfigMap info { data { COUNT: "${Deployment.pay.replicas}", labels.x: "dotted" } }
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ set here
END

answers --line 20 <<'END'
lib.wk8s:9:28: note: Service/shop: spec.ports.http.port is `80`
  |
9 |     Service (name) { ports.http: 80 }
  |                            ^^^^ set here
END

# ---- behind every value ----

"$WK8SC" shop.wk8s > plain 2> err
expect "comments" 0 "$WK8SC" shop.wk8s --annotate
sed 's/  # [a-z][^"]*$//' "$tmp/out" > stripped
check "the comments are all that differs" cmp -s plain stripped
said "what is written" out '^  COUNT: "5"  # shop.wk8s:6$'
said "what is derived" out "^    targetPort: 8080  # derived by stdlib/wiring.wk8s:[0-9]*$"
said "what is derived from a setting" out '^    app.kubernetes.io/instance: blue  # derived from lib.wk8s:4$'
expect "no comments in JSON" 2 "$WK8SC" shop.wk8s --annotate -f json
said "it says why" err 'JSON does not have'

# ---- rows of users ----

cp shop.wk8s kept.wk8s
cat > shop.wk8s <<'END'
kind Proxy in example.com/v1 { spec: ProxySpec }
type ProxySpec { title: string, timeout: int }
fn titled(name) = "Proxy ${name}"
derive Proxy.spec.title in app = titled(self.name)
derive Proxy.spec.timeout in app = 30
app shop { Proxy edge {} }
END
answers Proxy/edge spec.title --error-format=gcc <<'END'
shop.wk8s:3:19: note: Proxy/edge: spec.title is `Proxy edge`: from this [N0001]
shop.wk8s:3:19: note: derived by shop.wk8s:4, `Proxy.spec.title`
END
answers Proxy/edge timeout <<'END'
shop.wk8s:6:18: note: Proxy/edge: spec.timeout is `30`
  |
6 | app shop { Proxy edge {} }
  |                  ^^^^ for this object
  = note: derived by shop.wk8s:5, `Proxy.spec.timeout`
END
mv kept.wk8s shop.wk8s

# ---- questions that cannot be answered ----

expect "an object that is not there" 1 "$WK8SC" why shop.wk8s Deployment/shp
said "it says which there are" err 'error\[E0611\]: there is no object `Deployment/shp`'
said "it lists them" err 'there are `Deployment/shop`, `Deployment/pay`'
expect "no kind" 1 "$WK8SC" why shop.wk8s x/y
expect "a field that is not there" 1 "$WK8SC" why shop.wk8s Deployment/shop replica
said "it says so" err 'error\[E0612\]: Deployment has no field `replica`'
said "and what was meant" err 'did you mean `replicas`?'
expect "an item that is not there" 1 "$WK8SC" why shop.wk8s Deployment/shop containers.man.image
said "it lists the items" err 'its items: `main`'
expect "a place that is not there" 1 "$WK8SC" why shop.wk8s Deployment/shop 'containers[3]'
expect "a field of a number" 1 "$WK8SC" why shop.wk8s Deployment/shop replicas.x
expect "a line behind the end" 1 "$WK8SC" why shop.wk8s --line 5000
said "it says so" err 'the result has no line 5000'
expect "no question" 2 "$WK8SC" why shop.wk8s
expect "two questions" 2 "$WK8SC" why shop.wk8s Deployment/shop --line 3
expect "too much" 2 "$WK8SC" why shop.wk8s Deployment/shop replicas more
expect "no source" 2 "$WK8SC" why
expect "a source that is not there" 3 "$WK8SC" why none.wk8s Deployment/shop
printf 'Deployment web { replica: 1 }\n' > wrong.wk8s
expect "a source with mistakes" 1 "$WK8SC" why wrong.wk8s Deployment/web
said "they are told" err 'E0204'
finish
