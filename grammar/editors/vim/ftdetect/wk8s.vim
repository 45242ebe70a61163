" SPDX-License-Identifier: Apache-2.0
" ftdetect: files that end in .wk8s are wk8s, the typed language for Kubernetes objects.
autocmd BufRead,BufNewFile *.wk8s setfiletype wk8s
