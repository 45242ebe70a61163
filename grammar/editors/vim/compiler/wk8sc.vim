" SPDX-License-Identifier: Apache-2.0
" compiler: `:make` runs wk8sc on the file, and the quickfix list has its messages.
if exists('current_compiler')
  finish
endif
let current_compiler = 'wk8sc'

let s:cpo_save = &cpo
set cpo&vim

" The YAML is not wanted, only what the compiler says.
CompilerSet makeprg=wk8sc\ %:S\ --error-format=gcc\ -o\ /dev/null

" Notes belong to the message before them and keep their own place.
CompilerSet errorformat=
      \%f:%l:%c:\ %trror:\ %m,
      \%f:%l:%c:\ %tarning:\ %m,
      \%f:%l:%c:\ %tote:\ %m,
      \%-G%.%#

let &cpo = s:cpo_save
unlet s:cpo_save
