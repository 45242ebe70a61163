;;; wk8s-mode.el --- Major mode for wk8s, a typed language for Kubernetes objects  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0

;; Author: The authors of wk8sc
;; Version: 0.1.0
;; Package-Requires: ((emacs "26.1"))
;; Keywords: languages tools

;;; Commentary:

;; Edits .wk8s files, which the compiler wk8sc turns into YAML for Kubernetes:
;; colours, indentation, comments, imenu, `M-x compile' and
;; `M-x wk8s-format-buffer'.
;;
;; Most keywords of the language are ordinary names elsewhere, so a list of
;; words does not do.  Three layers know the language, each only what it needs:
;;
;; - `wk8s--syntax-propertize' knows where strings begin and end, those with
;;   expressions in `${}' included.  With it Emacs' own commands work.
;; - `wk8s--read' reads tokens with a stack of rooms: what is inside of each
;;   open bracket (items, values, types, parameters, ...), and what comes next
;;   there.  It sets the faces.  What is read begins at an item, so the text
;;   before it need not be read again (see `wk8s--enter').
;; - `wk8s-indent-line' looks at the innermost bracket only.

;;; Code:

(require 'imenu)
(require 'seq)

(defvar compilation-error-regexp-alist)
(defvar compilation-error-regexp-alist-alist)
(defvar compilation-error-screen-columns)

(defgroup wk8s nil
  "Editing wk8s, a typed language for Kubernetes objects."
  :group 'languages
  :prefix "wk8s-")

(defcustom wk8s-indent-offset 2
  "How many blanks a level of indentation has."
  :type 'integer
  :safe #'integerp)

(defcustom wk8s-compiler "wk8sc"
  "The compiler's command, for `M-x compile' and `wk8s-format-buffer'."
  :type 'string)

(defcustom wk8s-format-on-save nil
  "Whether buffers are laid out when they are saved."
  :type 'boolean
  :safe #'booleanp)

;;;; Faces

(eval-and-compile
  (defun wk8s--inherit (newer older)
    "A face's specification: like NEWER where this Emacs has it, else like OLDER."
    `((t :inherit ,(if (facep newer) newer older)))))

(defface wk8s-keyword '((t :inherit font-lock-keyword-face)) "Words that introduce something.")
(defface wk8s-constant '((t :inherit font-lock-constant-face)) "The words true, false and null.")
(defface wk8s-number (wk8s--inherit 'font-lock-number-face 'font-lock-constant-face) "Numbers, with a unit or without.")
(defface wk8s-escape (wk8s--inherit 'font-lock-escape-face 'font-lock-constant-face) "Escapes in strings.")
(defface wk8s-hole '((t :inherit font-lock-preprocessor-face)) "The signs around an expression in a string.")
(defface wk8s-type '((t :inherit font-lock-type-face)) "Kinds and types.")
(defface wk8s-name '((t :inherit font-lock-function-name-face)) "Names, where they are given to something.")
(defface wk8s-field (wk8s--inherit 'font-lock-property-name-face 'font-lock-variable-name-face) "Fields.")
(defface wk8s-function (wk8s--inherit 'font-lock-function-call-face 'font-lock-builtin-face) "Functions, where they are called.")
(defface wk8s-modifier '((t :inherit font-lock-builtin-face)) "Words with a meaning in declarations and annotations only.")
(defface wk8s-version '((t :inherit font-lock-preprocessor-face)) "Groups and versions of the API.")

;;;; Strings and comments

(defvar wk8s-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?- "_" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\' "\"" table)
    ;; Whether a backslash means something depends on the string.
    (modify-syntax-entry ?\\ "." table)
    (dolist (c (string-to-list "$@=+*/%<>!?|&.,:;`~^"))
      (modify-syntax-entry c "." table))
    table)
  "Syntax of wk8s; where strings end is said by `wk8s--syntax-propertize'.")

(defun wk8s--skip-hole (bound)
  "Behind `${', move behind the brace that closes it.
The value is nil if there is none up to BOUND."
  (let ((depth 0) done)
    (while (and (not done) (re-search-forward "[][(){}\"']" bound t))
      (pcase (char-before)
        ((or ?\" ?\')
         (backward-char)
         (wk8s--skip-string bound))
        ((or ?\( ?\[ ?\{) (setq depth (1+ depth)))
        (?\} (if (= depth 0) (setq done t) (setq depth (1- depth))))
        (_ (setq depth (max 0 (1- depth))))))
    done))

(defun wk8s--string-quotes ()
  "The opening quotes at point."
  (cond ((looking-at-p "\"\"\"") "\"\"\"")
        ((looking-at-p "'''") "'''")
        (t (string (char-after)))))

(defun wk8s--string-bound (quotes bound)
  "How far a string with QUOTES at point may reach: up to BOUND, or the line's end."
  (if (= (length quotes) 3) bound (min bound (line-end-position))))

(defun wk8s--skip-string (bound)
  "At a string's opening quotes, move behind the closing ones.
A string that is not closed before BOUND, or on its line if it must be, ends
there, and the value is nil."
  (let* ((quotes (wk8s--string-quotes))
         (bound (wk8s--string-bound quotes bound))
         (cooked (eq (char-after) ?\"))
         (next (if cooked (concat quotes "\\|\\\\[^\n]\\|\\${") quotes))
         done)
    (goto-char (min bound (+ (point) (length quotes))))
    (while (and (not done) (re-search-forward next bound t))
      (pcase (char-before)
        (?\{ (wk8s--skip-hole bound))
        ((guard (not (and cooked (eq (char-after (match-beginning 0)) ?\\)))) (setq done t))))
    (unless done (goto-char bound))
    done))

(defun wk8s--fence (pos)
  "A string begins or ends with the character at POS."
  (put-text-property pos (1+ pos) 'syntax-table (string-to-syntax "|")))

(defun wk8s--close-string (end)
  "At a string's opening quotes, mark its other end, and move there.
What is behind END is not touched."
  (let ((closed (wk8s--skip-string (point-max))))
    (cond ((> (point) end) (goto-char end))
          (closed (wk8s--fence (1- (point))))
          ;; The newline ends what is not closed.
          ((eolp) (unless (eobp)
                    (wk8s--fence (point))
                    (forward-char))))))

(defun wk8s--syntax-propertize (start end)
  "Mark the ends of strings between START and END."
  (goto-char start)
  (let ((state (syntax-ppss)))
    (when (nth 3 state)
      (goto-char (nth 8 state))
      (wk8s--close-string end)))
  (while (and (< (point) end) (re-search-forward "[\"'#]" end t))
    (if (eq (char-before) ?#)
        (end-of-line)
      (backward-char)
      (wk8s--fence (point))
      (wk8s--close-string end))))

(defun wk8s--syntactic-face (state)
  "The face of the string or comment of which STATE is the parser's state."
  (cond ((nth 3 state) 'font-lock-string-face)
        ((eq (char-after (1+ (nth 8 state))) ?#) 'font-lock-doc-face)
        (t 'font-lock-comment-face)))

;;;; Patterns

(eval-and-compile
  (defconst wk8s--word "[A-Za-z_][A-Za-z0-9_]*\\(?:-[A-Za-z0-9_]+\\)*")
  (defconst wk8s--path (concat wk8s--word "\\(?:\\." wk8s--word "\\)*"))
  (defconst wk8s--version "@[A-Za-z0-9][A-Za-z0-9.-]*\\(?:/[A-Za-z0-9][A-Za-z0-9.-]*\\)?"))

(defconst wk8s--steps
  (let ((string "\"\\(?:\\\\.\\|\\${[^}\n]*}\\|[^\"\\\n]\\)*\"\\|'[^'\n]*'")
        (computed "(\\(?:[^()\n]\\|([^()\n]*)\\)*)"))
    (concat wk8s--word "\\(?:\\.\\(?:" wk8s--word "\\|" string "\\|" computed "\\)\\)*[ \t]*"))
  "A field; it is one where `:' or `{' follows.")

(defconst wk8s--resource
  (concat "\\(" wk8s--path "\\)\\(?:[ \t]*\\(" wk8s--version "\\)\\)?\\(?:[ \t]+\\(?:\\(" wk8s--word "\\)\\|[\"'(]\\)\\|([^()\n]*)[ \t]*{\\)")
  "A kind, and behind it a name.")

(defconst wk8s--infix '("if" "then" "else" "for" "in" "as" "where")
  "Words that no name is expected to be.")

(defconst wk8s--joining "[=|<>+*/]\\|&&\\|\\?\\?\\|[ \t][%-]\\|[^.[:alnum:]_-]in"
  "Behind these an item does not end with the line.")

(defconst wk8s--operator-first "[ \t]*\\(?:&&\\|||\\|\\?\\?\\|[=!<>]=\\|[=-]>\\|[<>+*/%|-][ \t]\\)"
  "A line, in parentheses, that begins so goes on from the one before.")

(defconst wk8s--numbers
  (let* ((w "[A-Za-z0-9_]")
         (separator "\\(?:\\.[0-9]\\|:[A-Za-z0-9_:]\\)")
         (more (concat "\\(?:" w "\\|\\.[0-9]\\|:[A-Za-z0-9_:/]\\|[/-]" w "\\)*")))
    (list
     ;; What runs on, as versions, addresses and dates do.
     (concat "[0-9]" w "*" separator w "*" separator more)
     (concat "[0-9]" w "*-[0-9]+-" w more)
     "[0-9]+/\\(?:TCP\\|UDP\\|SCTP\\)\\_>"
     "[0-9][0-9_]*\\(?:\\.[0-9][0-9_]*\\)?[eE][+-]?[0-9]+"
     (concat "[0-9]" w "*\\(?:" separator w "*\\)?")))
  "Forms of numbers; the first one that fits is it.")

;;;; Reading tokens

;; A frame is what is known inside of one bracket: [ROOM STATE DECLARATION].
;; The rooms: `items' in a block or the file, `list' and `paren' of values,
;; `params', `types' (brackets in a type), `members' of a type, `directives'
;; of an annotation, `paths' (a list in there).  The state is what comes next.
;; The declaration is the keyword of the item as far as that matters later.

(defvar wk8s--frames nil "The stack of frames, the innermost first.")
(defvar wk8s--previous nil "The token before: `operand', `dot', `sign' or nil.")
(defvar wk8s--joined nil "Does the token before take the next line in?")
(defvar wk8s--from nil "What is in front of this keeps its faces.")

(defsubst wk8s--room () "The room." (aref (car wk8s--frames) 0))
(defsubst wk8s--state () "What comes next." (aref (car wk8s--frames) 1))
(defsubst wk8s--declaration () "The item's keyword." (aref (car wk8s--frames) 2))

(defun wk8s--expect (state &optional declaration)
  "Set what comes next to STATE; a DECLARATION other than nil begins."
  (aset (car wk8s--frames) 1 state)
  (when declaration (aset (car wk8s--frames) 2 declaration)))

(defun wk8s--push (room)
  "Enter ROOM."
  (push (vector room (pcase room
                       ((or 'items 'members 'directives) 'start)
                       ('params 'name)
                       ('types 'type)
                       ('paths 'path)
                       (_ 'value))
                nil)
        wk8s--frames))

(defun wk8s--face (beg end face)
  "The text from BEG to END has FACE."
  (when (and face (>= beg wk8s--from))
    (put-text-property beg end 'face face)))

(defun wk8s--face-path (beg end face)
  "The words from BEG to END have FACE, the dots between them none."
  (save-excursion
    (goto-char beg)
    (while (re-search-forward wk8s--word end t)
      (wk8s--face (match-beginning 0) (match-end 0) face))))

(defun wk8s--restart ()
  "An item has ended."
  (let ((frame (car wk8s--frames)))
    (aset frame 1 (if (memq (aref frame 0) '(items members directives)) 'start 'value))
    (aset frame 2 nil)))

(defun wk8s--new-line ()
  "A line has ended behind the token before."
  (unless (or wk8s--joined (not (memq (wk8s--room) '(items members directives list))))
    (wk8s--restart)
    (setq wk8s--previous nil)))

(defun wk8s--followed-by-name-p ()
  "Does a name, a string or a parenthesis stand behind point and a blank?"
  (and (looking-at (concat "[ \t]+\\(?:\\(" wk8s--word "\\)\\|[\"'(]\\)"))
       (not (member (match-string 1) wk8s--infix))))

(defun wk8s--resource-p ()
  "Is there a kind with a name at point?  The match data are those of it."
  (and (looking-at wk8s--resource)
       (let ((data (match-data)))
         (prog1 (not (or (member (match-string 1) wk8s--infix)
                         (member (match-string 3) wk8s--infix)))
           (set-match-data data)))))

(defun wk8s--read-kind ()
  "Read the kind at point that `wk8s--resource-p' has seen; a name comes next."
  (let ((version (match-beginning 2)) (end (match-end 2)))
    (goto-char (match-end 1))
    (wk8s--face-path (match-beginning 1) (match-end 1) 'wk8s-type)
    (when version
      (wk8s--face version end 'wk8s-version)
      (goto-char end))
    (setq wk8s--previous 'operand)
    (wk8s--expect 'name 'resource)))

(defconst wk8s--keywords
  '(("import" value) ("include" value) ("extern" start) ("patch" patch) ("drop" drop)
    ("param" name . typed) ("let" name . typed) ("fn" name . called) ("component" name . called)
    ("type" name . type) ("kind" name . kind) ("annotate" types . annotate) ("derive" derive)
    ("app" name . named) ("allow" name . named) ("rule" name . named))
  "Words that introduce items if a name follows; what comes next, a declaration.")

(defun wk8s--item-keyword (word)
  "Point is behind WORD at an item's begin.
If it is a keyword, set what comes next; otherwise the value is nil."
  (cond
   ((member word '("if" "assert" "warn"))
    (unless (looking-at-p "[ \t]*[:.{]\\|[ \t]*$")
      (wk8s--expect 'value (intern word))
      t))
   ((equal word "else")
    (unless (looking-at-p "[ \t]*[:.]")
      (wk8s--expect 'start)
      t))
   ((equal word "for")
    (when (looking-at-p (concat "[ \t]+" wk8s--word "[ \t]*\\(?:,\\|in\\_>\\)"))
      (wk8s--expect 'for)
      t))
   ((wk8s--followed-by-name-p)
    (pcase (cdr (assoc word wk8s--keywords))
      (`(,state . ,declaration) (wk8s--expect state declaration) t)))))

(defun wk8s--read-start (beg word)
  "Read WORD from BEG to point, with which an item begins."
  (cond
   ((wk8s--item-keyword word) 'wk8s-keyword)
   ((progn (goto-char beg) (wk8s--resource-p)) (wk8s--read-kind) nil)
   ((looking-at-p (concat wk8s--steps "[:{]"))
    (goto-char (+ beg (length word)))
    (wk8s--expect 'path)
    'wk8s-field)
   (t (goto-char (+ beg (length word)))
      (wk8s--expect 'value)
      (wk8s--read-value word))))

(defun wk8s--read-value (word)
  "The face of WORD before point, in an expression."
  (cond
   ((eq wk8s--previous 'dot) (and (eq (char-after) ?\() 'wk8s-function))
   ((member word '("true" "false" "null")) 'wk8s-constant)
   ((equal word "else")
    (when (looking-at (concat "[ \t]+\\(" wk8s--word "\\)[ \t]*[\"']"))
      (wk8s--face (match-beginning 1) (match-end 1) 'wk8s-modifier)
      (goto-char (match-end 1)))
    'wk8s-keyword)
   ((and (equal word "for") (eq (wk8s--room) 'list)) (wk8s--expect 'for) 'wk8s-keyword)
   ((equal word "in") (setq wk8s--joined t) 'wk8s-keyword)
   ((member word '("if" "then")) 'wk8s-keyword)
   ((and (equal word "where") (eq wk8s--previous 'operand)) 'wk8s-keyword)
   ((and (equal word "as") (eq wk8s--previous 'operand)) (wk8s--expect 'name 'named) 'wk8s-keyword)
   ((eq (char-after) ?\() 'wk8s-function)
   ((and (equal word "the") (looking-at (concat "[ \t]+\\(" wk8s--path "\\)[ \t]+" wk8s--word "[ \t]+where\\_>")))
    (goto-char (match-beginning 1))
    (wk8s--resource-p)
    (wk8s--read-kind)
    'wk8s-keyword)
   ((and (eq (wk8s--room) 'members) (eq wk8s--previous 'operand)) 'wk8s-modifier)))

(defun wk8s--read-behind-name (word)
  "The face of WORD before point, behind a name: what it introduces comes next."
  (pcase word
    ("as" (wk8s--expect 'name) 'wk8s-keyword)
    ("on" (wk8s--expect 'types) 'wk8s-keyword)
    ("in" (wk8s--expect (if (eq (wk8s--declaration) 'kind) 'version 'value)) 'wk8s-keyword)
    ((or "if" "where") (wk8s--expect 'value) 'wk8s-keyword)))

(defun wk8s--read-word (beg word)
  "Read WORD from BEG to point; the value is its face."
  (pcase (wk8s--state)
    ('start (pcase (wk8s--room)
              ('members (wk8s--expect 'path) 'wk8s-field)
              ('directives (wk8s--read-directive beg))
              (_ (wk8s--read-start beg word))))
    ((or 'path 'steps) 'wk8s-field)
    ('name (wk8s--expect 'behind-name) 'wk8s-name)
    ('behind-name (wk8s--read-behind-name word))
    ('types (wk8s--expect 'behind-types) 'wk8s-type)
    ('behind-types (if (eq wk8s--previous 'operand) (wk8s--read-behind-name word) 'wk8s-type))
    ('for (if (and (equal word "in") (eq wk8s--previous 'operand))
              (progn (wk8s--expect 'value) (setq wk8s--joined t) 'wk8s-keyword)
            'wk8s-name))
    ('type
     (cond ((or (not (eq wk8s--previous 'operand)) (eq (wk8s--room) 'types)) 'wk8s-type)
           ((equal word "where") (wk8s--expect 'value) 'wk8s-keyword)
           (t (wk8s--expect 'modifiers) 'wk8s-modifier)))
    ('modifiers (if (equal word "where")
                    (progn (wk8s--expect 'value) 'wk8s-keyword)
                  'wk8s-modifier))
    ('directive (wk8s--expect 'steps) 'wk8s-modifier)
    ('derive (cond ((and (equal word "in") (eq wk8s--previous 'operand)) (wk8s--expect 'value) 'wk8s-keyword)
                   ((let ((case-fold-search nil)) (string-match-p "\\`[A-Z]" word))
                    (wk8s--expect 'derived)
                    'wk8s-type)
                   (t 'wk8s-type)))
    ('derived (if (and (equal word "in") (not (eq wk8s--previous 'dot)))
                  (progn (wk8s--expect 'value) 'wk8s-keyword)
                'wk8s-field))
    ('patch (if (and (equal word "on") (wk8s--followed-by-name-p))
                (progn (wk8s--expect 'types) 'wk8s-keyword)
              (wk8s--read-start beg word)))
    ('drop (goto-char beg)
           (if (wk8s--resource-p)
               (progn (wk8s--read-kind) nil)
             (goto-char (+ beg (length word)))
             (wk8s--expect 'path)
             'wk8s-field))
    (_ (wk8s--read-value word))))

(defun wk8s--read-directive (beg)
  "The face of the word from BEG to point, with which a directive begins."
  (if (save-excursion (goto-char beg) (looking-at-p (concat wk8s--steps ":")))
      (progn (wk8s--expect 'path) 'wk8s-field)
    (wk8s--expect 'steps)
    'wk8s-modifier))

(defun wk8s--open (bracket)
  "Enter what is inside of BRACKET."
  (let ((state (wk8s--state)) (declaration (wk8s--declaration)) (room (wk8s--room)))
    (cond
     ((eq state 'type) (wk8s--push 'types))
     ((eq bracket ?\{)
      (cond ((and (memq declaration '(type kind)) (memq state '(behind-name modifiers)))
             (wk8s--expect 'value)
             (wk8s--push 'members))
            ((eq declaration 'annotate)
             (wk8s--expect 'value)
             (wk8s--push 'directives))
            (t (unless (eq room 'directives) (wk8s--expect 'value))
               (wk8s--push 'items))))
     ((eq bracket ?\[) (wk8s--push (if (and (eq room 'directives) (eq state 'steps)) 'paths 'list)))
     ((and (eq declaration 'called) (eq state 'behind-name))
      (wk8s--expect 'result)
      (wk8s--push 'params))
     (t (when (eq state 'name) (wk8s--expect 'behind-name))
        (when (eq state 'start) (wk8s--expect 'path))
        (wk8s--push 'paren)))))

(defun wk8s--read-comma ()
  "Read the comma before point."
  (cond ((memq (wk8s--state) '(for)))
        ((and (eq (wk8s--room) 'items) (memq (wk8s--declaration) '(assert warn)))
         (wk8s--expect 'value 'said))
        ((eq (wk8s--room) 'params) (wk8s--expect 'name))
        ((memq (wk8s--room) '(items members directives list)) (wk8s--restart))))

(defun wk8s--read-colon ()
  "Read the colon before point."
  (pcase (wk8s--room)
    ((or 'members 'params) (wk8s--expect 'type))
    ('directives (unless (eq (wk8s--state) 'value) (wk8s--expect 'directive)))
    ('items (if (and (eq (wk8s--declaration) 'typed) (eq (wk8s--state) 'behind-name))
                (wk8s--expect 'type)
              (wk8s--expect 'value)))
    ('list (wk8s--expect 'value))))

(defun wk8s--read-sign (sign)
  "Read SIGN before point."
  (pcase sign
    ((or "{" "[" "(") (wk8s--open (char-before)) (setq wk8s--previous nil wk8s--joined t))
    ((or "}" "]" ")")
     (when (cdr wk8s--frames) (pop wk8s--frames))
     (setq wk8s--previous 'operand))
    ((or "," ";") (wk8s--read-comma))
    (":" (wk8s--read-colon))
    ("." (setq wk8s--previous 'dot))
    ("?" (setq wk8s--previous 'operand))
    ("..." (wk8s--expect (if (eq (wk8s--room) 'members) 'type 'value)))
    ("=" (wk8s--expect (if (and (eq (wk8s--declaration) 'type) (eq (wk8s--state) 'behind-name)) 'type 'value)))
    ("->" (when (eq (wk8s--state) 'result) (wk8s--expect 'type)))
    ("|" (when (eq (wk8s--room) 'directives) (wk8s--expect 'directive))))
  (unless (member sign '("." ".." "..." "?" "!" ":" "}" "]" ")"))
    (setq wk8s--joined t)))

(defun wk8s--read-string (bound)
  "Read the string at point, with the holes and escapes in it up to BOUND."
  (let* ((beg (point))
         (quotes (wk8s--string-quotes))
         (cooked (eq (char-after) ?\"))
         (end (save-excursion (wk8s--skip-string bound) (point))))
    (when cooked
      (forward-char (min (length quotes) (- end beg)))
      (while (re-search-forward "\\(\\\\\\(?:u{[0-9A-Fa-f]\\{1,6\\}}\\|u[0-9A-Fa-f]\\{4\\}\\|.\\)\\)\\|\\${" end t)
        (if (match-beginning 1)
            (wk8s--face (match-beginning 1) (match-end 1) 'wk8s-escape)
          (wk8s--read-hole (match-beginning 0) end))))
    (goto-char end)))

(defun wk8s--read-hole (beg end)
  "Read the expression behind `${' at BEG, in a string that ends at END."
  (let ((wk8s--frames (list (vector 'paren 'value nil)))
        (close (save-excursion (if (wk8s--skip-hole end) (1- (point)) end)))
        (inside (point)))
    (wk8s--face beg inside 'wk8s-hole)
    (when (>= inside wk8s--from)
      (put-text-property inside close 'face nil))
    (wk8s--read close t)
    (goto-char close)
    (when (and (< close end) (eq (char-after) ?\}))
      (forward-char)
      (wk8s--face close (point) 'wk8s-hole))))

(defun wk8s--read-number ()
  "Read the number at point."
  (let ((beg (point)))
    (seq-find #'looking-at wk8s--numbers)
    (goto-char (match-end 0))
    ;; `25%' is a percentage, `25%n' a remainder.
    (when (and (looking-at-p "%\\(?:[^A-Za-z0-9_(]\\|$\\)")
               (save-excursion (goto-char beg) (looking-at "[0-9][0-9_]*\\(?:\\.[0-9][0-9_]*\\)?%")))
      (forward-char))
    (wk8s--face beg (point) 'wk8s-number)))

(defun wk8s--read-operand (limit in-string)
  "Read the word, number, string or version at point, up to LIMIT.
Of a string IN-STRING the face is not set by Font Lock."
  (let ((beg (point)) (name (eq (wk8s--state) 'name)) (previous 'operand))
    (cond
     ((eq (wk8s--state) 'version)
      (looking-at "[^ \t\n{#]+")
      (goto-char (match-end 0))
      (wk8s--face beg (point) 'wk8s-version)
      (wk8s--expect 'modifiers))
     ((memq (char-after) '(?\" ?\'))
      (when in-string
        (wk8s--face beg (save-excursion (wk8s--skip-string limit) (point)) 'font-lock-string-face))
      (wk8s--read-string (if in-string limit (point-max)))
      (cond (name (wk8s--expect 'behind-name))
            ((eq (wk8s--state) 'start) (wk8s--expect 'path))))
     ((eq (char-after) ?@)
      (looking-at wk8s--version)
      (goto-char (match-end 0))
      (wk8s--face beg (point) 'wk8s-version))
     ((looking-at-p "[0-9]") (wk8s--read-number))
     (t (looking-at wk8s--word)
        (goto-char (match-end 0))
        (let* ((end (point))
               (face (wk8s--read-word beg (match-string-no-properties 0))))
          (wk8s--face beg end face)
          (when (eq face 'wk8s-keyword)
            (setq previous 'sign)))))
    (setq wk8s--previous previous)))

(defun wk8s--read (limit &optional in-string)
  "Read tokens from point to LIMIT, and set their faces.
IN-STRING says that they stand in a hole of a string."
  (let ((wk8s--previous nil) (wk8s--joined nil))
    (while (progn (skip-chars-forward " \t\r") (< (point) limit))
      (cond
       ((eolp) (wk8s--new-line) (forward-char))
       ((eq (char-after) ?#) (end-of-line))
       ((looking-at (eval-when-compile (concat "[A-Za-z_0-9\"']\\|" wk8s--version)))
        (setq wk8s--joined nil)
        (wk8s--read-operand limit in-string))
       (t (looking-at "\\.\\.\\.?\\|[=!<>]=\\|[=-]>\\|&&\\|||\\|\\?\\?\\|[^ ]")
          (goto-char (match-end 0))
          (setq wk8s--previous 'sign wk8s--joined nil)
          (wk8s--read-sign (match-string-no-properties 0)))))))

;;;; Items

(defun wk8s--code-before ()
  "Move behind the last character of code before point."
  (forward-comment (- (point))))

(defun wk8s--joined-p ()
  "Does the code before point, at a line's begin, take the line in?"
  (save-excursion
    (wk8s--code-before)
    (looking-back wk8s--joining (max (point-min) (- (point) 3)))))

(defun wk8s--item-line (pos)
  "The begin of the line with which the item at POS begins.
In parentheses, which have no items, it is the one that they are in."
  (save-excursion
    (goto-char pos)
    ;; The brackets are counted: where there are too many closing ones, the depth is none.
    (let ((depth (length (nth 9 (syntax-ppss)))) done)
      (while (not done)
        (forward-line 0)
        (let* ((state (syntax-ppss))
               (open (nth 1 state))
               (brackets (nth 9 state)))
          (cond ((nth 3 state) (goto-char (nth 8 state)))
                ;; The line ends what an earlier one has opened.
                ((> (length brackets) depth) (goto-char (nth depth brackets)))
                ((and open (eq (char-after open) ?\())
                 (goto-char open)
                 (setq depth (1- (length brackets))))
                ((wk8s--joined-p)
                 (wk8s--code-before)
                 (setq depth (min depth (length brackets))
                       done (bobp)))
                (t (setq done t)))))
      (point))))

(defun wk8s--said-p ()
  "Does the line at point hold the message of an assertion before it?"
  (save-excursion
    (wk8s--code-before)
    (when (eq (char-before) ?,)
      (goto-char (wk8s--item-line (1- (point))))
      (looking-at-p "[ \t]*\\(?:assert\\|warn\\)[ \t]"))))

;;;; Colours

(defun wk8s--enter (pos)
  "Set the stack of frames to that at POS, the begin of an item's line.
Of the text before it only the items are read that have opened a bracket which
is still open."
  (let ((open (nth 1 (syntax-ppss pos))))
    (if (not open)
        (setq wk8s--frames (list (vector 'items 'start nil)))
      (let ((beg (wk8s--item-line open)))
        (wk8s--enter beg)
        (goto-char beg)
        (wk8s--read (1+ open))))))

(defun wk8s--fontify (limit)
  "Set the faces of what stands between point and LIMIT, for Font Lock."
  (let* ((case-fold-search nil)
         (beg (wk8s--item-line (point)))
         (wk8s--frames nil)
         (wk8s--from (point-max)))
    (wk8s--enter beg)
    (setq wk8s--from beg)
    (goto-char beg)
    (wk8s--read limit))
  (goto-char limit)
  nil)

;;;; Indentation

(defun wk8s--bracket-indentation (open)
  "The indentation of the line that the bracket at OPEN belongs to."
  (save-excursion
    (goto-char open)
    (forward-line 0)
    (while (nth 3 (syntax-ppss))
      (goto-char (nth 8 (syntax-ppss)))
      (forward-line 0))
    (current-indentation)))

(defun wk8s--one-level-p (open)
  "Are the operands behind the bracket at OPEN on one level?
They are between parentheses that are no call and end their line."
  (save-excursion
    (goto-char open)
    (and (eq (char-after) ?\()
         (not (looking-back "[[:alnum:]_\"')?]\\|\\]" (max (point-min) (1- (point)))))
         (progn (forward-char)
                (looking-at-p "[ \t]*\\(?:#\\|$\\)"))
         (progn (forward-comment (point-max))
                (not (looking-at-p "if\\_>"))))))

(defun wk8s--indentation ()
  "The indentation of the line at whose begin point is; nil inside of a string."
  (let* ((state (syntax-ppss))
         (open (nth 1 state))
         (base (if open (wk8s--bracket-indentation open) 0)))
    (cond ((nth 3 state) nil)
          ((and open (looking-at-p "[ \t]*[])}]")) base)
          (t (+ base
                (if open wk8s-indent-offset 0)
                (if (or (looking-at-p wk8s--operator-first)
                        (and (wk8s--joined-p) (not (and open (wk8s--one-level-p open))))
                        (wk8s--said-p))
                    wk8s-indent-offset
                  0))))))

(defun wk8s-indent-line ()
  "Indent the line by the brackets that are open; in a string it stays as it is."
  (interactive)
  (let ((column (save-excursion
                  (forward-line 0)
                  (let ((case-fold-search nil)) (wk8s--indentation)))))
    (cond ((not column) 'noindent)
          ((<= (current-column) (current-indentation)) (indent-line-to column))
          (t (save-excursion (indent-line-to column))))))

;;;; Imenu

(defconst wk8s--imenu
  `(("Apps" . ,(concat "app[ \t]+\\(" wk8s--word "\\|\"[^\"\n]*\"\\)"))
    ("Components" . ,(concat "component[ \t]+\\(" wk8s--word "\\)"))
    ("Functions" . ,(concat "fn[ \t]+\\(" wk8s--word "\\)"))
    ("Types" . ,(concat "\\(?:type\\|\\(?:extern[ \t]+\\)?kind\\)[ \t]+\\(" wk8s--word "\\)"))
    ("Parameters" . ,(concat "param[ \t]+\\(" wk8s--word "\\)"))
    ("Lets" . ,(concat "let[ \t]+\\(" wk8s--word "\\)"))
    ("Rules" . ,(concat "rule[ \t]+\\(" wk8s--word "\\)"))
    ("Resources" . ,(concat "\\(\\(?:" wk8s--word "\\.\\)*[A-Z][A-Za-z0-9_]*\\(?:" wk8s--version "\\)?[ \t]+\\(?:"
                            wk8s--word "\\|\"[^\"\n]*\"\\|([^()\n]*)\\)\\)[^:.\n]*{")))
  "What the index has: a title, and a pattern whose first group is the entry.")

(defun wk8s--imenu-create ()
  "The index of the buffer."
  (let ((case-fold-search nil) index)
    (save-excursion
      (dolist (section wk8s--imenu)
        (let (entries)
          (goto-char (point-min))
          (while (re-search-forward (concat "^[ \t]*\\(?:" (cdr section) "\\)") nil t)
            (let ((name (match-string-no-properties 1)) (pos (match-beginning 1)))
              (save-match-data
                (unless (nth 8 (syntax-ppss pos))
                  (push (cons name (if imenu-use-markers (copy-marker pos) pos)) entries)))))
          (when entries
            (push (cons (car section) (nreverse entries)) index)))))
    (nreverse index)))

;;;; Movement

(defun wk8s--beginning-of-defun (&optional count)
  "Move back COUNT items of the file; forward if it is negative."
  (let ((back (> (or count 1) 0)) found)
    (dotimes (_ (abs (or count 1)))
      (setq found nil)
      (unless back (forward-line 0) (forward-line 1))
      (while (and (not found) (if back (re-search-backward "^[^]})# \t\n]" nil 'move)
                                (re-search-forward "^[^]})# \t\n]" nil 'move)))
        (unless back (backward-char))
        (setq found (let ((state (syntax-ppss))) (and (not (nth 9 state)) (not (nth 8 state)))))
        (unless (or back found) (forward-char))))
    found))

(defun wk8s--end-of-defun ()
  "From the begin of an item of the file, move behind it."
  (let (done)
    (while (not done)
      (end-of-line)
      (let ((open (car (nth 9 (syntax-ppss)))) (in (nth 8 (syntax-ppss))))
        (cond (open (goto-char open) (condition-case nil (forward-sexp) (scan-error (goto-char (point-max)))))
              ((and in (nth 3 (syntax-ppss))) (goto-char in)
               (condition-case nil (forward-sexp) (scan-error (goto-char (point-max)))))
              (t (setq done t))))
      (when (eobp) (setq done t)))
    (forward-line 1)))

;;;; The mode

(defconst wk8s--messages
  '(wk8s "^\\([^:\n]+\\):\\([0-9]+\\):\\([0-9]+\\): \\(?:error\\|\\(warning\\)\\|\\(note\\)\\): " 1 2 3 (4 . 5))
  "The compiler's messages, as `--error-format=gcc' writes them.")

(with-eval-after-load 'compile
  (add-to-list 'compilation-error-regexp-alist-alist wk8s--messages)
  (add-to-list 'compilation-error-regexp-alist 'wk8s))

(defun wk8s--compile-command ()
  "What compiles the buffer's file; the YAML is not kept."
  (concat wk8s-compiler " --error-format=gcc -o /dev/null "
          (if buffer-file-name
              (shell-quote-argument (file-name-nondirectory buffer-file-name))
            ".")))

(defun wk8s--show-mistakes (file)
  "Show what is in FILE, the messages on this buffer."
  (let ((name (or buffer-file-name (buffer-name)))
        (folder default-directory))
    (with-current-buffer (get-buffer-create "*wk8sc fmt*")
      (let ((inhibit-read-only t))
        (erase-buffer)
        (insert-file-contents file)
        (while (re-search-forward "^<stdin>" nil t)
          (replace-match name t t))
        (goto-char (point-min)))
      (setq default-directory folder)
      (unless (derived-mode-p 'compilation-mode)
        (compilation-mode))
      (display-buffer (current-buffer)))))

(defun wk8s-format-buffer ()
  "Lay the buffer out as `wk8sc fmt' does; return whether that was possible.
After a mistake the buffer stays as it is, and the messages are shown."
  (interactive)
  (let ((errors (make-temp-file "wk8s"))
        (laid-out (generate-new-buffer " *wk8s*")))
    (unwind-protect
        (if (eq 0 (call-process-region nil nil wk8s-compiler nil (list laid-out errors) nil
                                       "fmt" "--error-format=gcc" "-"))
            (progn (replace-buffer-contents laid-out) t)
          (wk8s--show-mistakes errors)
          nil)
      (delete-file errors)
      (kill-buffer laid-out))))

(defun wk8s--format-before-save ()
  "Lay the buffer out if the user wants that.
A mistake does not keep it from being saved."
  (when wk8s-format-on-save
    (wk8s-format-buffer)))

;;;###autoload
(define-derived-mode wk8s-mode prog-mode "wk8s"
  "Major mode for wk8s, a typed language for Kubernetes objects."
  (setq-local comment-start "# ")
  (setq-local comment-end "")
  (setq-local comment-use-syntax t)
  (setq-local indent-tabs-mode nil)
  (setq-local tab-width 2)
  (setq-local indent-line-function #'wk8s-indent-line)
  (setq-local electric-indent-chars (append '(?\} ?\] ?\)) electric-indent-chars))
  (setq-local parse-sexp-lookup-properties t)
  (setq-local syntax-propertize-function #'wk8s--syntax-propertize)
  (setq-local font-lock-defaults
              '(((wk8s--fontify)) nil nil nil
                (font-lock-syntactic-face-function . wk8s--syntactic-face)))
  (setq-local imenu-create-index-function #'wk8s--imenu-create)
  (setq-local beginning-of-defun-function #'wk8s--beginning-of-defun)
  (setq-local end-of-defun-function #'wk8s--end-of-defun)
  (add-hook 'before-save-hook #'wk8s--format-before-save nil t)
  ;; The compiler counts characters, and a tab is one.
  (setq-local compilation-error-screen-columns nil)
  (setq-local compile-command (wk8s--compile-command)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.wk8s\\'" . wk8s-mode))

(provide 'wk8s-mode)

;;; wk8s-mode.el ends here
