" SPDX-License-Identifier: Apache-2.0
" ftplugin: comments, words, two blanks a level, `gf` on imports and includes, `:make`,
" `:Wk8sFmt`.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

let s:cpo_save = &cpo
set cpo&vim

" `##` documents what follows; it must come before `#` to be found.
setlocal comments=:##,:#
setlocal commentstring=#\ %s
" Comments are broken and joined, code is not.
setlocal formatoptions-=t formatoptions+=croqlj

" A hyphen inside is part of the name.
setlocal iskeyword=@,48-57,_,-

setlocal expandtab shiftwidth=2 softtabstop=2

" `import "lib/web.wk8s"` and `include "base.yaml"` name files, seen from the file itself.
setlocal include=^\\s*\\%(import\\\|include\\)\\s\\+[\"']\\zs[^\"']\\+\\ze[\"']
setlocal define=^\\s*\\%(let\\\|fn\\\|component\\\|param\\\|type\\\|kind\\\|rule\\)\\s\\+
setlocal suffixesadd=.wk8s
setlocal path^=.

let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< iskeyword< expandtab< shiftwidth<'
      \ . ' softtabstop< include< define< suffixesadd< path<'

" A compiler that somebody has chosen for this buffer stays.
if !exists('b:current_compiler')
  compiler wk8sc
  let b:undo_ftplugin .= ' makeprg< errorformat< | unlet! b:current_compiler'
endif

" Lays the buffer out. After a mistake it stays, and the quickfix list has the message.
if !exists('*s:Fmt')
  function s:Fmt() abort
    let l:text = getline(1, '$')
    let l:file = tempname()
    let l:lines = systemlist('wk8sc fmt --error-format=gcc - 2>' . shellescape(l:file), l:text)
    let l:status = v:shell_error
    let l:messages = filereadable(l:file) ? readfile(l:file) : []
    call delete(l:file)
    if l:status != 0
      let l:name = expand('%:p')
      call map(l:messages, 'substitute(v:val, "^<stdin>", escape(l:name, "\\&~"), "")')
      call setqflist([], ' ', {'title': 'wk8sc fmt', 'lines': l:messages,
            \ 'efm': '%f:%l:%c: %trror: %m,%f:%l:%c: %tarning: %m,%f:%l:%c: %tote: %m'})
      echohl ErrorMsg
      echomsg empty(l:messages) ? 'wk8sc fmt failed' : l:messages[0]
      echohl None
      return
    endif
    if l:lines ==# l:text
      return
    endif
    let l:view = winsaveview()
    if len(l:lines) < len(l:text)
      silent execute 'keepjumps ' . (len(l:lines) + 1) . ',$delete _'
    endif
    call setline(1, l:lines)
    call winrestview(l:view)
  endfunction
endif
command! -buffer -bar Wk8sFmt call s:Fmt()
let b:undo_ftplugin .= ' | delcommand -buffer Wk8sFmt'

" Pairs of matchit: `%` goes from `if` over `else`, as in `if a then b else c`.
if exists('loaded_matchit') && !exists('b:match_words')
  let b:match_words = '\<if\>:\<then\>:\<else\>'
  let b:undo_ftplugin .= ' | unlet! b:match_words'
endif

let &cpo = s:cpo_save
unlet s:cpo_save
