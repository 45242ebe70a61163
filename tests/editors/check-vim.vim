" SPDX-License-Identifier: Apache-2.0
" check-vim: the tests of check-vim.sh, inside of Vim. Writes vim-results.txt:
" a line `FAIL ...` for what is wrong, and last `N passed, N failed`.
set nomore noswapfile hidden

let s:lines = []
let s:passed = 0
let s:failed = 0

function! s:Expect(good, message) abort
  if a:good
    let s:passed += 1
  else
    let s:failed += 1
    call add(s:lines, 'FAIL ' . a:message)
  endif
endfunction

" What the letters of the sample are called in syntax/wk8s.vim. A group has
" this name, or one that goes on behind it with a capital.
let s:groups = {
      \ 'k': 'Keyword', 'c': 'Constant', 'd': 'Number', 's': 'String', 'e': 'Escape', 'h': 'Hole', 'x': 'Comment', 'X': 'Doc',
      \ 't': 'Type', 'n': 'Name', 'f': 'Field', 'u': 'Call', 'm': 'Modifier', 'v': 'Version',
      \ 'w': 'Word', 'o': 'Operator', 'p': 'Delimiter'}

function! s:Group(line, column) abort
  return synIDattr(synID(a:line, a:column, 1), 'name')
endfunction

function! s:IsOfClass(group, letter) abort
  return a:group =~# '^wk8s' . s:groups[a:letter] . '\%($\|\u\)'
endfunction

function! s:Edit(file) abort
  execute 'edit!' fnameescape(a:file)
endfunction

" ---- the class of each token ----

function! s:Sample(file, least) abort
  let l:lines = readfile(a:file)
  call s:Edit('sampled.wk8s')
  silent %delete _
  call setline(1, map(filter(copy(l:lines), 'v:val[0] ==# "|"'), 'v:val[2:]'))
  let l:row = 0
  for l:line in l:lines
    if l:line[0] ==# '|'
      let l:row += 1
    elseif l:line[0] ==# ':'
      let l:classes = l:line[2:]
      for l:piece in range(len(l:classes))
        let l:letter = l:classes[l:piece]
        if l:letter !=# ' '
          let l:group = s:Group(l:row, l:piece + 1)
          call s:Expect(s:IsOfClass(l:group, l:letter), printf('%s:%d:%d: `%s` is of class %s, has the group `%s`',
                \ fnamemodify(a:file, ':t'), l:row, l:piece + 1, matchstr(getline(l:row)[l:piece :], '^\S\+'), l:letter, l:group))
        endif
      endfor
    endif
  endfor
  call s:Expect(l:row == line('$') && l:row >= a:least, a:file . ' was not read to its end')
endfunction

function! s:Colours() abort
  for [l:letter, l:name] in items(s:groups)
    let l:linked = synIDattr(synIDtrans(hlID('wk8s' . l:name)), 'name')
    call s:Expect(l:letter =~# '[wp]' || (l:linked !=# '' && l:linked !~# '^wk8s'), 'the group wk8s' . l:name . ' has no colour')
  endfor
endfunction

" What the lexer says of each token: [line, column, kind], and in the
" window's variable w:inside the lines that begin inside of a string.
function! s:Tokens(file) abort
  let l:tokens = []
  let w:inside = {}
  let l:open = []
  for l:token in systemlist('wk8sc --dump=tokens ' . shellescape(a:file))
    let [l:all, l:beg, l:end, l:kind; l:rest] = matchlist(l:token, '^\(\d\+\)-\(\d\+\) \(\S\+\)')
    let l:line = byte2line(l:beg + 1)
    call add(l:tokens, [l:line, l:beg + 2 - line2byte(l:line), l:kind])
    if l:kind =~# '^string$\|^string-head'
      call add(l:open, l:line)
    endif
    if l:kind =~# '^string$\|^string-tail'
      for l:inside in range(remove(l:open, -1) + 1, byte2line(l:end))
        let w:inside[l:inside] = 1
      endfor
    endif
  endfor
  return l:tokens
endfunction

" Literals have the group that the lexer says, and nothing else has it.
function! s:Literals(files) abort
  let l:kinds = {'number': 'd', 'quantity': 'd', 'port': 'd', 'string': 's', 'string-head': 's', 'version': 'v'}
  let l:seen = {}
  for l:file in a:files
    call s:Edit(l:file)
    let l:wrong = ''
    for [l:line, l:column, l:kind] in s:Tokens(l:file)
      let l:group = s:Group(l:line, l:column)
      let l:seen[l:kind] = 1
      if has_key(l:kinds, l:kind) ? !s:IsOfClass(l:group, l:kinds[l:kind])
            \ : l:kind =~# '^\%(name\|word\|sign\)$' && l:group =~# '^wk8s\%(String\|Number\|Comment\|Doc\|Escape\)'
        let l:wrong = printf('%s:%d:%d: the lexer says %s, the group is `%s`', l:file, l:line, l:column, l:kind, l:group)
        break
      endif
    endfor
    call s:Expect(l:wrong ==# '', l:wrong)
  endfor
  for l:kind in keys(l:kinds) + ['name', 'word', 'sign']
    call s:Expect(has_key(l:seen, l:kind), 'no token of the kind ' . l:kind . ' was looked at')
  endfor
endfunction

" ---- nothing runs away ----

function! s:RunAway() abort
  call s:Edit('run-away.wk8s')
  for l:open in ['"abc', "'abc", '"abc ${f(x', '"abc ${f([1, {', '"abc ${"x', "\"abc ${'x", '"abc \', '["abc', 'f("abc']
    silent %delete _
    call setline(1, ['Pod a {', '  image: ' . l:open, '  number: 5', '}', 'let b = "c"'])
    syntax sync fromstart
    let l:bracket = l:open =~# '^\["\|^f('
    call s:Expect(s:IsOfClass(s:Group(3, 3), l:bracket ? 'w' : 'f') && s:IsOfClass(s:Group(3, 11), 'd'), 'runs away: ' . l:open)
  endfor
  for l:quotes in ["'''", '"""']
    silent %delete _
    call setline(1, ['ConfigMap a {', '  data.x: ' . l:quotes] + repeat(['    let x = 5 # no "code"'], 3000) + ['  ' . l:quotes, '  data.y: 5', '}'])
    write!
    bwipeout!
    edit +1500 run-away.wk8s
    redraw
    call s:Expect(s:IsOfClass(s:Group(1500, 5), 's'), 'the middle of a long string in ' . l:quotes)
    call s:Expect(s:IsOfClass(s:Group(3004, 3), 'f') && s:IsOfClass(s:Group(3004, 11), 'd'), 'behind a long string in ' . l:quotes)
  endfor
  bwipeout!
  call delete('run-away.wk8s')
endfunction

" ---- indentation ----

function! s:Indentation(files) abort
  for l:file in a:files
    call s:Edit(l:file)
    let l:text = getline(1, '$')
    call s:Tokens(l:file)

    silent normal! gg=G
    call s:Compare(l:text, l:file . ': indented')

    for l:line in range(1, line('$'))
      if !has_key(w:inside, l:line)
        call setline(l:line, substitute(getline(l:line), '^\s*', '', ''))
      endif
    endfor
    call s:Expect(getline(1, '$') !=# l:text || match(l:text, '^\s\+[^[:blank:]#]') < 0, l:file . ': nothing to indent')
    silent normal! gg=G
    call s:Compare(l:text, l:file . ': indented anew')

    call s:Type(l:text)
    call s:Compare(l:text, l:file . ': typed')
    edit!
  endfor
endfunction

" Types TEXT into the empty buffer line by line, without the blanks before it.
function! s:Type(text) abort
  let l:inside = w:inside
  silent %delete _
  setlocal formatoptions-=r formatoptions-=o
  for l:i in range(len(a:text))
    if has_key(l:inside, l:i + 1)
      call append('$', a:text[l:i])
    elseif a:text[l:i] ==# ''
      call append('$', '')
    else
      execute 'normal! Go' . substitute(a:text[l:i], '^\s*', '', '')
    endif
  endfor
  silent 1delete _
endfunction

function! s:Compare(text, what) abort
  let l:now = getline(1, '$')
  if l:now ==# a:text
    return s:Expect(1, '')
  endif
  let l:i = 0
  while l:i < len(a:text) && get(l:now, l:i, '') ==# a:text[l:i]
    let l:i += 1
  endwhile
  call s:Expect(0, printf('%s, line %d becomes `%s`', a:what, l:i + 1, get(l:now, l:i, '')))
endfunction

" ---- messages ----

" The compiler's messages, as the quickfix list and as JSON have them.
function! s:Messages() abort
  let l:seen = {}
  for l:name in ['check/bad-enum', 'check/bad-format', 'syntax/open-string', 'wire/target', 'components/bad-default', 'rules/image-tag']
    let l:file = $top_srcdir . '/tests/golden/' . l:name . '.wk8s'
    call s:Expect(filereadable(l:file), l:file . ' is not there')
    call s:Edit(l:file)
    " :cgetexpr does not look at the buffer's own value.
    let &g:errorformat = &l:errorformat
    cgetexpr system(substitute(&makeprg, '%:S', shellescape(l:file), ''))
    let l:found = map(filter(getqflist(), 'v:val.valid && v:val.type !=# "n"'), '[bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.type]')
    let l:wanted = []
    for l:line in systemlist('wk8sc --error-format=json -o /dev/null ' . shellescape(l:file))
      let l:m = json_decode(l:line)
      let l:at = filter(copy(l:m.spans), 'v:val.primary')[0]
      call add(l:wanted, [l:at.file, l:at.line, l:at.column, l:m.level ==# 'error' ? 'e' : 'w'])
      let l:seen[l:m.level] = 1
    endfor
    call map(l:found, '[fnamemodify(v:val[0], ":p")] + v:val[1:]')
    call s:Expect(!empty(l:wanted) && len(l:found) == len(l:wanted), printf('%s: %d messages, not %d', l:name, len(l:found), len(l:wanted)))
    for l:i in range(min([len(l:found), len(l:wanted)]))
      call s:Expect(l:found[l:i] ==# l:wanted[l:i], l:name . ': the quickfix list has ' . string(l:found[l:i]) . ', not ' . string(l:wanted[l:i]))
    endfor
    call s:Expect(len(getqflist()) > len(l:found) || l:name !~# 'target', l:name . ': notes are lost')
  endfor
  call s:Expect(has_key(l:seen, 'error') && has_key(l:seen, 'warning'), 'no error or no warning was looked at')
endfunction

" `:make` runs the compiler, also in a folder with a blank in its name.
function! s:Make() abort
  call mkdir('a folder', 'p')
  call writefile(['Pod a {', '  oops: 1', '}'], 'a folder/wrong one.wk8s')
  call s:Edit('a folder/wrong one.wk8s')
  silent make!
  let l:list = getqflist()
  call s:Expect(len(l:list) == 1 && l:list[0].lnum == 2 && l:list[0].col == 3 && l:list[0].type ==# 'e', ':make gives ' . string(l:list))
  silent %delete _
  call setline(1, ['Pod a {', '  containers.c.image: "busybox:1"', '}'])
  silent write
  silent make!
  call s:Expect(empty(getqflist()), ':make of a good file gives ' . string(getqflist()))
  call s:Expect(glob('a folder/*', 0, 1) + glob('*.*', 0, 1) ==# ['a folder/wrong one.wk8s'] + s:before, ':make leaves files: ' . string(glob('*.*', 0, 1)))
  call delete('a folder', 'rf')
endfunction

" ---- the layout ----

function! s:Fmt() abort
  call s:Edit('fmt.wk8s')
  call setline(1, ['let a=1', '', '', 'app b {', '  c: [ 1,2 ]', '}', '', '', ''])
  call cursor(5, 3)
  Wk8sFmt
  call s:Expect(getline(1, '$') ==# ['let a = 1', '', 'app b {', '  c: [1, 2]', '}'], ':Wk8sFmt makes ' . string(getline(1, '$')))
  call s:Expect(line('.') == 5, ':Wk8sFmt leaves the cursor in line ' . line('.'))
  let l:tick = b:changedtick
  Wk8sFmt
  call s:Expect(b:changedtick == l:tick, ':Wk8sFmt changes what is laid out')
  call setline(2, 'let = 3')
  let l:text = getline(1, '$')
  silent! Wk8sFmt
  let l:list = getqflist()
  call s:Expect(getline(1, '$') ==# l:text, ':Wk8sFmt changes a text with a mistake')
  call s:Expect(len(l:list) == 2 && l:list[0].lnum == 2 && l:list[0].col == 5 && l:list[0].type ==# 'e', ':Wk8sFmt lists ' . string(l:list))
  call s:Expect(l:list[0].bufnr == bufnr('%'), ':Wk8sFmt lists another file')
  call s:Expect(!filereadable('fmt.wk8s'), ':Wk8sFmt writes the file')
endfunction

" ---- file type and its settings ----

function! s:FileType() abort
  call s:Edit('new.wk8s')
  call s:Expect(&filetype ==# 'wk8s', 'a file x.wk8s has the type `' . &filetype . '`')
  call s:Expect(&commentstring ==# '# %s', 'commentstring is `' . &commentstring . '`')
  call s:Expect(&shiftwidth == 2 && &expandtab, 'two blanks a level are not set')

  call setline(1, 'let my-long-name = 1')
  call cursor(1, 6)
  call s:Expect(expand('<cword>') ==# 'my-long-name', 'the word is `' . expand('<cword>') . '`')

  silent %delete _
  execute "normal! i## one two\<CR>three"
  call s:Expect(getline(2) ==# '## three', 'a new line of a comment begins so: ' . getline(2))
  setlocal textwidth=20
  silent %delete _
  execute 'normal! ilet a = "one two three four five six"'
  call s:Expect(line('$') == 1, 'code is broken into lines')
  silent %delete _
  execute 'normal! i# one two three four five six'
  call s:Expect(line('$') == 2 && getline(2) =~# '^# ', 'a long comment is not broken into lines')

  call s:Edit($top_srcdir . '/examples/platform/search.wk8s')
  call s:Expect(search('import "platform') > 0, 'the example imports nothing')
  normal! f"lgf
  call s:Expect(expand('%:t') ==# 'platform.wk8s', '`gf` on an import opens `' . expand('%:t') . '`')
  call s:Edit($top_srcdir . '/examples/platform/search.wk8s')
  redir => l:path
  silent! checkpath!
  redir END
  call s:Expect(l:path =~# 'platform\.wk8s' && l:path =~# 'policy\.wk8s', ':checkpath does not find what is imported: ' . l:path)

  call s:Edit('new.wk8s')
  setfiletype wk8s
  execute b:undo_ftplugin
  execute b:undo_indent
  call s:Expect(&l:commentstring ==# &g:commentstring && &l:indentexpr ==# &g:indentexpr && &l:makeprg ==# &g:makeprg, 'undoing the settings leaves some')
endfunction

" ---- speed ----

function! s:Speed() abort
  let l:best = 1000.0
  for l:i in range(3)
    bwipeout!
    call s:Edit($top_srcdir . '/stdlib/k8s/core.v1.wk8s')
    let l:beg = reltime()
    for l:line in range(1, line('$'))
      call synID(l:line, max([1, col([l:line, '$']) - 1]), 1)
    endfor
    let l:best = min([float2nr(reltimefloat(reltime(l:beg)) * 1000), float2nr(l:best)])
  endfor
  call s:Expect(line('$') > 1000 && l:best < 1500, printf('core.v1.wk8s takes %d ms', l:best))
endfunction

let s:before = glob('*.*', 0, 1)
try
  call s:Expect(has('syntax') && has('eval'), 'this Vim has no syntax or no eval')
  let s:library = glob($top_srcdir . '/stdlib/*.wk8s', 0, 1) + glob($top_srcdir . '/stdlib/rules/*.wk8s', 0, 1)
  let s:examples = glob($top_srcdir . '/examples/**/*.wk8s', 0, 1)
  call s:Expect(len(s:examples) > 10, 'there are no examples')
  call s:Sample($SAMPLE, 100)
  call s:Sample($EDITORS . '/more.txt', 9)
  call s:Colours()
  call s:Literals(s:examples + ['sample.wk8s'] + s:library)
  call s:RunAway()
  call s:Indentation(s:examples + ['sample.wk8s', $EDITORS . '/indented.wk8s'] + s:library)
  call s:Messages()
  call s:Make()
  call s:Fmt()
  call s:FileType()
  call s:Speed()
catch
  call s:Expect(0, v:exception . ' at ' . v:throwpoint)
endtry
call writefile(s:lines + [s:passed . ' passed, ' . s:failed . ' failed'], 'vim-results.txt')
qall!
