" SPDX-License-Identifier: Apache-2.0
" syntax: the colours of wk8s, the typed language for Kubernetes objects.
"
" Words mean something by what stands around them, as most keywords of the
" language are ordinary names elsewhere. So:
" - a block (and the file) has items: fields, resources, declarations. They are
"   known by what follows them: a path and `:` or `{` is a field, two words are
"   a kind and a name, a keyword is followed by what it introduces;
" - lists, parentheses and holes have values, in which none of these are;
" - types, parameters, fields of types and annotations are rooms of their own,
"   which are entered by `nextgroup` from the word that introduces them.
" Where several rules match at one place Vim takes the one that was defined
" last: rules go from the general to the particular.
if exists('b:current_syntax')
  finish
endif

let s:cpo_save = &cpo
set cpo&vim

syntax case match
" Strings of many lines and rooms have no begin that one could recognise in the middle.
syntax sync fromstart

" ---- pieces of patterns ----

let s:id = '\h\w*\%(-\w\+\)*'
" What ends a word: `for-each` does not begin with `for`.
let s:end = '\%(-\=\w\)\@!'
" A word behind a single dot is a member's name, whatever it is.
let s:free = '\%(\%(^\|[^.]\)\.\)\@2<!'
let s:string = '\%("\%(\\.\|\${[^}]*}\|[^"\\]\)*"\|''[^'']*''\)'
let s:computed = '(\%([^()]\|([^()]*)\)*)'
let s:steps = '\%(\.\%(' . s:id . '\|' . s:string . '\|' . s:computed . '\)\)*'
let s:version = '@[[:alnum:]][[:alnum:].-]*\%(/[[:alnum:]][[:alnum:].-]*\)\='
" Two words are a kind and a name, unless the second one is one of these.
let s:infix = '\%(if\|then\|else\|for\|in\|as\|where\)' . s:end
" The end of a line, unless the item goes on behind what stands there. What ends so
" must not contain comments: one would take the end of the line with it.
let s:item_ends = '\ze\s*#\|\%([=|<>+*/%&?,-]\s*\)\@9<!$'

" match GROUP, PATTERN, and what else is to be said of it
function! s:Match(group, pattern, rest) abort
  execute 'syntax match' a:group '~' . a:pattern . '~' a:rest
endfunction

" region GROUP, of which the keyword WORD is the begin
function! s:Region(group, word, rest) abort
  execute 'syntax region' a:group 'matchgroup=wk8sKeyword start=~' . a:word . '~' a:rest
endfunction

" ---- clusters ----

" Words and literals; with brackets they are values, with what begins items these.
syntax cluster wk8sComments contains=wk8sComment,wk8sDoc
syntax cluster wk8sStrings contains=wk8sString,wk8sStringRaw,wk8sStringText,wk8sStringRawText
syntax cluster wk8sPlain contains=wk8sWord,wk8sCall,wk8sConstant,wk8sNumber,wk8sOperator,
      \wk8sDelimiter,wk8sKeyword,wk8sKeywordFor,wk8sKeywordElse
syntax cluster wk8sSimple contains=@wk8sPlain,@wk8sStrings
syntax cluster wk8sValue contains=@wk8sSimple,@wk8sComments,wk8sBlock,wk8sList,wk8sParen
syntax cluster wk8sItem contains=@wk8sValue,wk8sField,wk8sType,wk8sVersion,wk8sKeywordItem,wk8sKeywordName,wk8sKeywordDefine,
      \wk8sKeywordType,wk8sKeywordKind,wk8sKeywordAnnotate,wk8sKeywordDerive,wk8sKeywordOn,wk8sKeywordThe,wk8sCondition,
      \wk8sWhere,wk8sDrop

" ---- values ----

call s:Match('wk8sWord', s:id, '')
call s:Match('wk8sCall', s:id . '\ze(', '')
syntax match wk8sDelimiter ~[][(){}.,:]~
" `..` and `...` too, `|` of types and `?` behind a reference.
syntax match wk8sOperator ~\.\.\.\=\|[=!<>]=\|[=-]>\|&&\|||\|??\|[-+*/%<>=!?|]~

call s:Match('wk8sKeyword', s:free . '\%(if\|then\|in\)' . s:end, '')
call s:Match('wk8sKeywordElse', s:free . 'else' . s:end, 'nextgroup=wk8sModifierError skipwhite')
call s:Match('wk8sModifierError', s:id . '\ze\s*["'']', 'contained')
call s:Match('wk8sConstant', s:free . '\%(true\|false\|null\)' . s:end, '')

" Numbers with or without a unit. What runs on, as versions and dates do, is one:
" over a dot or colon, and after two of these over slashes and hyphens too.
syntax match wk8sNumber ~\d\w*\%(\%(\.\ze\d\|:\ze[[:alnum:]_:]\)\w*\)\=~
syntax match wk8sNumber ~\d[0-9_]*\%(\.\d[0-9_]*\)\=%\%([[:alnum:]_(]\)\@!~
syntax match wk8sNumber ~\d[0-9_]*\%(\.\d[0-9_]*\)\=[eE][+-]\=\d\+~
syntax match wk8sNumber ~\d\w*-\d\+-\w\%(\w\|\.\ze\d\|:\ze[[:alnum:]_:/]\|[/-]\ze\w\)*~
syntax match wk8sNumber ~\d\w*\%(\.\ze\d\|:\ze[[:alnum:]_:]\)\w*\%(\.\ze\d\|:\ze[[:alnum:]_:]\)\%(\w\|\.\ze\d\|:\ze[[:alnum:]_:/]\|[/-]\ze\w\)*~
syntax match wk8sNumber ~\d\+/\%(TCP\|UDP\|SCTP\)\>~

" `for a, b in`: in front of `in` stand names.
call s:Match('wk8sKeywordFor', s:free . 'for\ze\s\+' . s:id . '\s*\%(,\|in' . s:end . '\)', 'nextgroup=wk8sNameFor skipwhite')
call s:Match('wk8sNameFor', s:id, 'contained nextgroup=wk8sDelimiterFor,wk8sWalked skipwhite')
syntax match wk8sDelimiterFor ~,~ contained nextgroup=wk8sNameFor skipwhite
" The brace behind what is walked over opens a block; its word is no field.
call s:Region('wk8sWalked', 'in' . s:end,
      \ 'end=~\ze[{\]:]~ end=~' . s:item_ends . '~ end=~\ze\s\+if' . s:end . '~ contained contains=@wk8sSimple,wk8sList,wk8sParen')

syntax region wk8sBlock matchgroup=wk8sDelimiter start=~{~ end=~}~ contains=@wk8sItem fold
syntax region wk8sList matchgroup=wk8sDelimiter start=~\[~ end=~\]~ contains=@wk8sValue
syntax region wk8sParen matchgroup=wk8sDelimiter start=~(~ end=~)~ contains=@wk8sValue

" ---- strings ----

syntax region wk8sStringRaw start=~'~ end=~'~ end=~$~
syntax region wk8sString start=~"~ end=~"~ end=~$~ contains=@Spell,wk8sEscape
syntax region wk8sStringRawText start=~'''~ end=~'''~ contains=@Spell
syntax region wk8sStringText start=~"""~ end=~"""~ contains=@Spell,wk8sEscape
syntax match wk8sEscape ~\\\%(["\\/$bfnrt]\|u\x\{4}\|u{\x\{1,6}}\)~ contained
" Any other escape is a mistake, and does not end the string either.
syntax match wk8sEscapeWrong ~\\\%(["\\/$bfnrt]\|u\x\{4}\|u{\x\{1,6}}\)\@!.~ contained containedin=wk8sString,wk8sStringText,wk8sStringLine
syntax region wk8sInHole matchgroup=wk8sHole start=~\${~ end=~}~ contained containedin=wk8sStringText contains=@wk8sValue

" In a string of one line nothing goes on behind the line: what is not closed on it does not begin.
syntax cluster wk8sValueLine contains=@wk8sPlain,wk8sBlockLine,wk8sListLine,wk8sParenLine,wk8sStringLine,wk8sStringRawLine
syntax region wk8sInHoleLine matchgroup=wk8sHole start=~\${~ end=~}~ oneline contained containedin=wk8sString,wk8sStringLine
      \ contains=@wk8sValueLine
syntax region wk8sBlockLine matchgroup=wk8sDelimiter start=~{~ end=~}~ oneline contained contains=@wk8sValueLine,wk8sField
syntax region wk8sListLine matchgroup=wk8sDelimiter start=~\[~ end=~\]~ oneline contained contains=@wk8sValueLine
syntax region wk8sParenLine matchgroup=wk8sDelimiter start=~(~ end=~)~ oneline contained contains=@wk8sValueLine
syntax region wk8sStringLine start=~"~ end=~"~ oneline contained contains=wk8sEscape
syntax region wk8sStringRawLine start=~'~ end=~'~ oneline contained

" ---- comments ----

syntax keyword wk8sTodo TODO FIXME XXX contained
syntax match wk8sComment ~#.*$~ contains=@Spell,wk8sTodo
syntax match wk8sDoc ~##.*$~ contains=@Spell,wk8sTodo

" ---- types ----
" One leads to the next: a name over a dot, `|` or `?`, then modifiers. They
" are entered behind `:`, `->` and `=` where a type is expected.

syntax cluster wk8sTypes contains=wk8sTypeName,wk8sListOfTypes,wk8sMapOfTypes,wk8sStringType
call s:Match('wk8sTypeName', s:id, 'contained nextgroup=wk8sDelimiterTypeName,@wk8sBehindType skipwhite')
syntax match wk8sDelimiterTypeName ~\.\ze\h~ contained nextgroup=wk8sTypeName
syntax region wk8sListOfTypes matchgroup=wk8sDelimiter start=~\[~ end=~\]~ contained contains=@wk8sTypes
      \ nextgroup=@wk8sBehindType skipwhite
syntax region wk8sMapOfTypes matchgroup=wk8sDelimiter start=~{~ end=~}~ contained contains=@wk8sTypes,wk8sDelimiter
      \ nextgroup=@wk8sBehindType skipwhite
syntax region wk8sStringType start=~"~ end=~"~ end=~$~ contained contains=wk8sEscape nextgroup=@wk8sBehindType skipwhite
syntax region wk8sStringType start=~'~ end=~'~ end=~$~ contained nextgroup=@wk8sBehindType skipwhite
syntax cluster wk8sBehindType contains=wk8sOperatorOptional,wk8sOperatorUnion,wk8sModifier,wk8sWhere
syntax match wk8sOperatorOptional ~?~ contained nextgroup=@wk8sBehindType skipwhite
syntax match wk8sOperatorUnion ~|~ contained nextgroup=@wk8sTypes skipwhite skipempty skipnl

" `required`, `since "1.30"` behind a type.
call s:Match('wk8sModifier', s:id, 'contained nextgroup=@wk8sBehindModifier skipwhite')
syntax cluster wk8sBehindModifier contains=wk8sModifier,wk8sStringModifier,wk8sNumberModifier,wk8sWhere,wk8sDefault,wk8sMembers
syntax region wk8sStringModifier start=~\z(["']\)~ end=~\z1~ end=~$~ contained nextgroup=@wk8sBehindModifier skipwhite
syntax match wk8sNumberModifier ~\d\w*\%(\.\d\w*\)*~ contained nextgroup=@wk8sBehindModifier skipwhite

" ---- declarations ----

" The parts of the names of kinds: `lib.Web@apps/v1 name`.
call s:Match('wk8sType', '\%(' . s:infix . '\)\@!' . s:id . '\ze\%(\.' . s:id . '\)*\%('
      \ . '\%(\s*' . s:version . '\)\=\s\+\%(' . s:infix . '\)\@!\%(' . s:id . '\|["''(]\)\|' . s:computed . '\s*{\)',
      \ 'nextgroup=wk8sDelimiterType,wk8sVersion,wk8sName skipwhite')
syntax match wk8sDelimiterType ~\.~ contained nextgroup=wk8sType
call s:Match('wk8sVersion', s:version, 'nextgroup=wk8sName skipwhite')
call s:Match('wk8sName', s:id, 'contained')

call s:Match('wk8sField', s:id . '\ze' . s:steps . '\s*[:{]', '')

" A keyword is one where a name, string or parenthesis follows it, and no operator.
let s:named = '\ze\s\+\%(' . s:infix . '\)\@!' . s:id
let s:follows = '\ze\s\+\%(' . s:infix . '\)\@!\%(' . s:id . '\|["''(]\)'
call s:Match('wk8sKeywordItem', s:free . '\%(import\|include\|extern\|patch\|drop\)' . s:follows, '')
call s:Match('wk8sKeywordItem', s:free . '\%(assert\|warn\)\ze\%((\|\s\+\%(' . s:infix . '\)\@![^:{=[:blank:]]\)', '')
call s:Match('wk8sKeywordElse', s:free . '\%(then\|else\)' . s:end . '\%(\s*[:.]\)\@!', 'nextgroup=wk8sModifierError skipwhite')
call s:Match('wk8sKeywordName', s:free . 'app' . s:follows, 'nextgroup=wk8sName skipwhite')
call s:Match('wk8sKeywordName', s:free . '\%(as\|allow\|rule\)' . s:named, 'nextgroup=wk8sName skipwhite')

call s:Match('wk8sKeywordDefine', s:free . '\%(param\|let\)' . s:named, 'nextgroup=wk8sNameTyped skipwhite')
call s:Match('wk8sKeywordDefine', s:free . '\%(fn\|component\)' . s:named, 'nextgroup=wk8sNameCalled skipwhite')
call s:Match('wk8sNameTyped', s:id, 'contained nextgroup=wk8sDelimiterTyped skipwhite')
syntax match wk8sDelimiterTyped ~:~ contained nextgroup=@wk8sTypes skipwhite
call s:Match('wk8sNameCalled', s:id, 'contained nextgroup=wk8sParameters skipwhite')
syntax region wk8sParameters matchgroup=wk8sDelimiter start=~(~ end=~)~ contained nextgroup=wk8sOperatorResult skipwhite
      \ contains=@wk8sComments,wk8sNameTyped,wk8sDelimiter,wk8sDefault,wk8sWhere
syntax match wk8sOperatorResult ~->~ contained nextgroup=@wk8sTypes skipwhite skipempty skipnl
" A default: a value up to the end of its line or of the list.
execute 'syntax region wk8sDefault matchgroup=wk8sOperator start=~=\%([=>]\)\@!~ end=~\ze[,)}|]~ end=~' . s:item_ends . '~'
      \ 'end=~\ze\s' . s:free . 'where' . s:end . '~ contained nextgroup=wk8sWhere skipwhite'
      \ 'contains=@wk8sSimple,wk8sBlock,wk8sList,wk8sParen,wk8sModifierBehind'

call s:Match('wk8sKeywordType', s:free . 'type' . s:named, 'nextgroup=wk8sNameType skipwhite')
call s:Match('wk8sNameType', s:id, 'contained nextgroup=wk8sOperatorType,wk8sMembers skipwhite')
syntax match wk8sOperatorType ~=~ contained nextgroup=@wk8sTypes skipwhite skipempty skipnl
call s:Match('wk8sKeywordKind', s:free . 'kind' . s:named, 'nextgroup=wk8sNameKind skipwhite')
call s:Match('wk8sNameKind', s:id, 'contained nextgroup=wk8sKeywordGroup skipwhite')
call s:Match('wk8sKeywordGroup', 'in' . s:end, 'contained nextgroup=wk8sVersionPlain skipwhite')
syntax match wk8sVersionPlain ~[^ \t{#]\+~ contained nextgroup=wk8sModifier,wk8sMembers skipwhite

" The fields of a type, in braces.
syntax region wk8sMembers matchgroup=wk8sDelimiter start=~{~ end=~}~ contained fold
      \ contains=@wk8sComments,@wk8sStrings,wk8sFieldMember,wk8sDelimiterTyped,wk8sDelimiterMember,wk8sOperatorSpread,wk8sDefault,wk8sWhere
call s:Match('wk8sFieldMember', s:id, 'contained')
syntax match wk8sDelimiterMember ~,~ contained
syntax match wk8sOperatorSpread ~\.\.\.~ contained nextgroup=wk8sTypeName
" A modifier behind a default: a word behind what can end a value.
call s:Match('wk8sModifierBehind', '\%(\<\%(if\|then\|else\|in\)\s\+\)\@9<!\%([[:alnum:]_"'')\]}]\s\+\)\@9<=\%('
      \ . s:infix . '\)\@!' . s:id, 'contained')

" `on Container | lib.Web`, in `patch` and `rule`; the types of `annotate`.
call s:Match('wk8sKeywordOn', s:free . 'on' . s:named, 'nextgroup=wk8sTypeOn skipwhite')
call s:Match('wk8sTypeOn', s:id, 'contained nextgroup=wk8sDelimiterOn,wk8sOperatorOn skipwhite')
syntax match wk8sDelimiterOn ~\.~ contained nextgroup=wk8sTypeOn
syntax match wk8sOperatorOn ~|~ contained nextgroup=wk8sTypeOn skipwhite skipempty skipnl

call s:Match('wk8sKeywordAnnotate', s:free . 'annotate' . s:named, 'nextgroup=wk8sTypeAnnotated skipwhite')
call s:Match('wk8sTypeAnnotated', s:id, 'contained nextgroup=wk8sDelimiterAnnotated,wk8sDirectives skipwhite')
syntax match wk8sDelimiterAnnotated ~\.~ contained nextgroup=wk8sTypeAnnotated

" Directives: a word, and behind it paths, numbers, a value.
syntax region wk8sDirectives matchgroup=wk8sDelimiter start=~{~ end=~}~ contained fold
      \ contains=@wk8sComments,@wk8sStrings,wk8sNumber,wk8sModifierDirective,wk8sFieldAnnotated,wk8sDelimiter,wk8sOperator,
      \wk8sOperatorTo,wk8sDefault,wk8sDelimiterStep
call s:Match('wk8sModifierDirective', s:id, 'contained nextgroup=wk8sFieldPath,wk8sListOfFields skipwhite')
call s:Match('wk8sFieldAnnotated', s:id . '\ze' . s:steps . '\s*:', 'contained')
call s:Match('wk8sFieldPath', s:id, 'contained')
syntax match wk8sDelimiterStep ~\.\ze\h~ contained nextgroup=wk8sFieldAnnotated,wk8sFieldPath
syntax match wk8sOperatorTo ~=>\|\.\.~ contained nextgroup=wk8sFieldPath skipwhite skipempty skipnl
syntax region wk8sListOfFields matchgroup=wk8sDelimiter start=~\[~ end=~\]~ contained
      \ contains=@wk8sComments,@wk8sStrings,wk8sFieldPath,wk8sDelimiter

" `derive Kind.path in app = value`
call s:Match('wk8sKeywordDerive', s:free . 'derive' . s:named, 'nextgroup=wk8sTypeDerived,wk8sTypeQualifier skipwhite')
call s:Match('wk8sTypeQualifier', '\l\w*\%(-\w\+\)*\ze\.\%(\l\w*\%(-\w\+\)*\.\)*\u', 'contained nextgroup=wk8sDelimiterQualifier')
syntax match wk8sDelimiterQualifier ~\.~ contained nextgroup=wk8sTypeQualifier,wk8sTypeDerived
call s:Match('wk8sTypeDerived', '\u\w*\%(-\w\+\)*', 'contained nextgroup=wk8sPathDerived')
syntax region wk8sPathDerived matchgroup=wk8sDelimiter start=~\.~ end=~\ze\s~ end=~$~ contained
      \ contains=@wk8sStrings,wk8sFieldPath,wk8sDelimiter
call s:Match('wk8sKeywordThe', s:free . 'the\ze\s\+\%(' . s:id . '\.\)*' . s:id . '\s\+' . s:id . '\s\+where' . s:end, '')

" ---- what has a brace behind its words that is no field's ----

" `where 1..10` behind a type or default, and in `the Kind name where cond`.
call s:Region('wk8sWhere', s:free . 'where' . s:end . '\%(\s*[:{.=]\)\@!',
      \ 'end=~\ze[,)}]~ end=~' . s:item_ends . '~ end=~\zeelse' . s:end . '~ contains=@wk8sSimple,wk8sBlock,wk8sList,wk8sParen')
call s:Region('wk8sCondition', s:free . 'if' . s:end . '\%(\s*:\)\@!',
      \ 'end=~\ze{~ end=~\zethen' . s:end . '~ end=~\ze[,})\]]~ end=~' . s:item_ends . '~ contains=@wk8sSimple,wk8sList,wk8sParen')
" `drop path`, whose path has nothing behind it; `drop Kind name` is above.
call s:Region('wk8sDrop', s:free . 'drop\ze\s\+\%(' . s:id . '\|' . s:string . '\|' . s:computed . '\)' . s:steps . '\s*\%([#,}]\|$\)',
      \ 'end=~\ze\s*[#,}]~ end=~$~ contains=@wk8sStrings,wk8sParen,wk8sFieldPath,wk8sDelimiter')

" ---- colours ----

" A group with one of these names and more behind it, as wk8sFieldMember, has the
" colour of the group with the name alone. Words and brackets have no colour.
let s:colours = {
      \ 'Keyword': 'Keyword', 'Constant': 'Boolean', 'Number': 'Number', 'String': 'String', 'Escape': 'SpecialChar',
      \ 'Hole': 'Special', 'Comment': 'Comment', 'Doc': 'SpecialComment', 'Todo': 'Todo', 'Type': 'Type', 'Name': 'Function',
      \ 'Field': 'Identifier', 'Call': 'Function', 'Modifier': 'StorageClass', 'Version': 'PreProc', 'Operator': 'Operator'}
highlight default link wk8sEscapeWrong Error
for [s:name, s:colour] in items(s:colours)
  execute 'highlight default link wk8s' . s:name s:colour
  for s:group in getcompletion('wk8s' . s:name, 'highlight')
    if s:group =~# '^wk8s' . s:name . '\u'
      execute 'highlight default link' s:group 'wk8s' . s:name
    endif
  endfor
endfor

delfunction s:Match
delfunction s:Region

let b:current_syntax = 'wk8s'
let &cpo = s:cpo_save
unlet s:cpo_save
