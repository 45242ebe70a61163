" SPDX-License-Identifier: Apache-2.0
" indent: one level for the innermost bracket that is open, one more where an
" item goes on from the line before. Lines inside of strings stay as they are.
"
" The buffer is scanned, not its highlighting asked, so that this works without
" it. What is open at the begin of each line is kept in b:wk8s_indent, so that
" indenting a whole file looks at each line once.
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=GetWk8sIndent(v:lnum)
setlocal indentkeys=0{,0},0),0],0&,0\|,0?,!^F,o,O
setlocal nolisp nosmartindent
let b:undo_indent = 'setlocal indentexpr< indentkeys< lisp< smartindent< | unlet! b:wk8s_indent'

if exists('*GetWk8sIndent')
  finish
endif

let s:cpo_save = &cpo
set cpo&vim

let s:closing = {'(': ')', '[': ']', '{': '}', '${': '}'}

" A line that ends so is joined with the next one: an operator, `=`, `->`, `=>`
" or `in`. A `%` directly behind a number is a percentage.
let s:joins = '\%([=|<>+*/]\|&&\|??\|->\|\s%\|\s-\|[^.[:alnum:]_-]in\)$'
" In parentheses a line may as well begin with the operator, which may be only half typed.
let s:operator_first = '^\s*\%([&|?]\|[=!<>]=\|[=-]>\|[<>+*/%-]\s\)'

" What is open is a list of [spelling, line]: brackets, `${`, and quotes.
function! s:InString(open) abort
  for l:o in a:open
    if l:o[0] =~# '["'']'
      return l:o[1]
    endif
  endfor
  return 0
endfunction

" Takes from OPEN what the bracket CLOSER closes. One that closes nothing is skipped.
function! s:Close(open, closer) abort
  let l:i = len(a:open) - 1
  while l:i >= 0 && has_key(s:closing, a:open[l:i][0])
    if s:closing[a:open[l:i][0]] ==# a:closer
      call remove(a:open, l:i, -1)
      return
    endif
    if a:open[l:i][0] ==# '${'
      return
    endif
    let l:i -= 1
  endwhile
endfunction

" The next thing of a string's text from FROM on; returns where to go on, or -1 at the line's end.
function! s:ScanString(text, from, open, lnum) abort
  let l:quotes = a:open[-1][0]
  let l:at = match(a:text, l:quotes[0] ==# '"' ? l:quotes . '\|\\\|\${' : l:quotes, a:from)
  if l:at < 0
    return -1
  endif
  if a:text[l:at] ==# '\'
    return l:at + 2
  endif
  if a:text[l:at] ==# '$'
    call add(a:open, ['${', a:lnum])
    return l:at + 2
  endif
  call remove(a:open, -1)
  return l:at + len(l:quotes)
endfunction

" Scans the line LNUM, of text TEXT, before which OPEN was open.
" Returns [what is open behind it, its code without a comment].
function! s:ScanLine(text, open, lnum) abort
  let l:open = copy(a:open)
  let l:at = 0
  let l:end = len(a:text)
  while l:at >= 0
    if !empty(l:open) && l:open[-1][0] =~# '["'']'
      let l:at = s:ScanString(a:text, l:at, l:open, a:lnum)
      continue
    endif
    let l:at = match(a:text, '[][(){}"''#]', l:at)
    if l:at < 0
      break
    endif
    let l:c = a:text[l:at]
    if l:c ==# '#'
      let l:end = l:at
      break
    elseif l:c ==# '"' || l:c ==# ''''
      let l:quotes = strpart(a:text, l:at, 3) ==# repeat(l:c, 3) ? repeat(l:c, 3) : l:c
      call add(l:open, [l:quotes, a:lnum])
      let l:at += len(l:quotes) - 1
    elseif has_key(s:closing, l:c)
      call add(l:open, [l:c, a:lnum])
    else
      call s:Close(l:open, l:c)
    endif
    let l:at += 1
  endwhile
  " A string of one line ends with it, and so does what was opened inside.
  for l:i in range(len(l:open))
    if l:open[l:i][0] ==# '"' || l:open[l:i][0] ==# ''''
      call remove(l:open, l:i, -1)
      break
    endif
  endfor
  return [l:open, substitute(strpart(a:text, 0, l:end), '\s\+$', '', '')]
endfunction

" How many lines at the begin of A and B are equal.
function! s:EqualLines(a, b) abort
  let l:low = 0
  let l:high = min([len(a:a), len(a:b)])
  while l:low < l:high
    let l:mid = (l:low + l:high + 1) / 2
    if a:a[l:low : l:mid - 1] ==# a:b[l:low : l:mid - 1]
      let l:low = l:mid
    else
      let l:high = l:mid - 1
    endif
  endwhile
  return l:low
endfunction

" Scans the lines before LNUM that have changed. The result has `lines`, their
" texts; `open[n]`, what is open at the begin of line n + 1; `code[n]`, its code.
function! s:Scan(lnum) abort
  let l:known = get(b:, 'wk8s_indent', {'lines': [], 'open': [[]], 'code': []})
  let l:lines = a:lnum > 1 ? getline(1, a:lnum - 1) : []
  let l:n = s:EqualLines(l:known.lines, l:lines)
  if l:n < len(l:lines)
    if l:n < len(l:known.lines)
      call remove(l:known.lines, l:n, -1)
      call remove(l:known.open, l:n + 1, -1)
      call remove(l:known.code, l:n, -1)
    endif
    for l:i in range(l:n, len(l:lines) - 1)
      let [l:open, l:code] = s:ScanLine(l:lines[l:i], l:known.open[l:i], l:i + 1)
      call add(l:known.lines, l:lines[l:i])
      call add(l:known.open, l:open)
      call add(l:known.code, l:code)
    endfor
    let b:wk8s_indent = l:known
  endif
  return l:known
endfunction

" The indentation of the line on which what stands on LNUM begins: LNUM itself,
" unless it begins inside of a string.
function! s:Base(known, lnum) abort
  let l:lnum = a:lnum
  while 1
    let l:at = s:InString(a:known.open[l:lnum - 1])
    if !l:at
      return indent(l:lnum)
    endif
    let l:lnum = l:at
  endwhile
endfunction

" The last line before LNUM that has code, or 0.
function! s:PreviousCode(known, lnum) abort
  let l:lnum = a:lnum - 1
  while l:lnum > 0 && a:known.code[l:lnum - 1] ==# ''
    let l:lnum -= 1
  endwhile
  return l:lnum
endfunction

" The line on which the item begins that the line LNUM ends, with DEPTH brackets open around it.
function! s:ItemStart(known, lnum, depth) abort
  let l:lnum = a:lnum
  while 1
    let l:open = a:known.open[l:lnum - 1]
    if len(l:open) > a:depth
      let l:lnum = l:open[a:depth][1]
      continue
    endif
    let l:before = s:PreviousCode(a:known, l:lnum)
    if !l:before || a:known.code[l:before - 1] !~# s:joins
      return l:lnum
    endif
    let l:lnum = l:before
  endwhile
endfunction

" Does the item of the last line of code before LNUM go on?
function! s:GoesOn(known, lnum) abort
  if getline(a:lnum) =~# s:operator_first
    return 1
  endif
  let l:before = s:PreviousCode(a:known, a:lnum)
  let l:code = l:before ? a:known.code[l:before - 1] : ''
  if l:code =~# s:joins
    return 1
  endif
  " Behind the condition of an assertion stands a comma and then what is said.
  return l:code =~# ',$'
        \ && a:known.code[s:ItemStart(a:known, l:before, len(a:known.open[a:lnum - 1])) - 1] =~# '^\s*\%(assert\|warn\)\s'
endfunction

" Are the operands between parentheses, which begin on the line LNUM and are no call, on one level?
function! s:OnOneLevel(known, lnum) abort
  if a:known.code[a:lnum - 1] !~# '\%(^\|[^[:alnum:]_")\]?'']\)($'
    return 0
  endif
  let l:first = a:lnum + 1
  while l:first <= len(a:known.code) && a:known.code[l:first - 1] ==# ''
    let l:first += 1
  endwhile
  return l:first <= len(a:known.code) && a:known.code[l:first - 1] !~# '^\s*if\>'
endfunction

function! GetWk8sIndent(lnum) abort
  let l:known = s:Scan(a:lnum)
  let l:open = l:known.open[a:lnum - 1]
  if s:InString(l:open)
    return -1
  endif
  if empty(l:open)
    return s:GoesOn(l:known, a:lnum) ? shiftwidth() : 0
  endif
  let l:base = s:Base(l:known, l:open[-1][1])
  if getline(a:lnum) =~# '^\s*[]})]'
    return l:base
  endif
  if !s:GoesOn(l:known, a:lnum)
    return l:base + shiftwidth()
  endif
  let l:level = l:open[-1][0] ==# '(' && getline(a:lnum) !~# s:operator_first && s:OnOneLevel(l:known, l:open[-1][1])
  return l:base + shiftwidth() * (l:level ? 1 : 2)
endfunction

let &cpo = s:cpo_save
unlet s:cpo_save
