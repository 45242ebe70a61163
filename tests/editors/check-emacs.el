;;; check-emacs.el --- The tests of check-emacs.sh, inside of Emacs  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; Writes emacs-results.txt: a line `FAIL ...' for what is wrong, and last
;; `N passed, N failed'.

;;; Code:

(require 'bytecomp)
(require 'checkdoc)
(require 'cl-lib)
(require 'compile)
(require 'elec-pair)
(require 'json)

(defvar passed 0)
(defvar failures nil)

(defun expect (good format &rest arguments)
  "Count one as passed if GOOD, else as failed with a message of FORMAT and ARGUMENTS."
  (if good
      (setq passed (1+ passed))
    (push (concat "FAIL " (apply #'format format arguments)) failures)))

(defun source (name)
  "The path of NAME in the source folder."
  (expand-file-name name (getenv "top_srcdir")))

(defmacro with-file (file &rest body)
  "Run BODY in a buffer that visits FILE, and forget it."
  (declare (indent 1))
  `(let ((buffer (find-file-noselect ,file)))
     (unwind-protect
         (with-current-buffer buffer ,@body)
       (with-current-buffer buffer (set-buffer-modified-p nil))
       (kill-buffer buffer))))

(defmacro with-text (text &rest body)
  "Run BODY in a buffer of the mode with TEXT."
  (declare (indent 1))
  `(with-temp-buffer
     (insert ,text)
     (wk8s-mode)
     (goto-char (point-min))
     ,@body))

;;;; The file itself

(defun check-file ()
  "It is compiled without a warning, and its documentation is in order."
  (let ((byte-compile-error-on-warn nil) warnings)
    (cl-letf (((symbol-function 'byte-compile-log-warning)
               (lambda (string &rest _) (push string warnings))))
      (expect (byte-compile-file "emacs/wk8s-mode.el") "wk8s-mode.el is not compiled"))
    (expect (not warnings) "compiling wk8s-mode.el: %s" (car warnings)))
  (with-file "emacs/wk8s-mode.el"
    (let* (complaints
           (checkdoc-autofix-flag 'never)
           (checkdoc-create-error-function
            (lambda (text start &rest _)
              (push (format "line %d: %s" (line-number-at-pos start) text) complaints)
              nil)))
      (let ((inhibit-message t)) (ignore-errors (checkdoc-current-buffer t)))
      (expect (not complaints) "checkdoc: %s" (car (last complaints)))))
  (load (expand-file-name "emacs/wk8s-mode.elc") nil t)
  (expect (byte-code-function-p (symbol-function 'wk8s-mode)) "the compiled mode is not what was loaded"))

;;;; The class of each token

(defconst faces
  '((?k . wk8s-keyword) (?c . wk8s-constant) (?d . wk8s-number) (?s . font-lock-string-face)
    (?e . wk8s-escape) (?h . wk8s-hole) (?x . font-lock-comment-face) (?X . font-lock-doc-face)
    (?t . wk8s-type) (?n . wk8s-name) (?f . wk8s-field) (?u . wk8s-function) (?m . wk8s-modifier)
    (?v . wk8s-version) (?w) (?o) (?p))
  "What the letters of the sample are called here.")

(defun face-here ()
  "The face at point; the signs of a comment are of the comment."
  (let* ((face (get-text-property (point) 'face))
         (face (if (consp face) (car face) face)))
    (if (eq face 'font-lock-comment-delimiter-face) 'font-lock-comment-face face)))

(defun sample (file)
  "The lines of the sample in FILE: each a pair of a text and its classes."
  (with-temp-buffer
    (insert-file-contents file)
    (let (lines)
      (while (not (eobp))
        (let ((text (buffer-substring (min (+ (point) 2) (line-end-position)) (line-end-position))))
          (pcase (char-after)
            (?| (push (list text) lines))
            (?: (setcdr (car lines) text))))
        (forward-line))
      (nreverse lines))))

(defun check-sample (file least)
  "Each token of the sample in FILE, of LEAST lines or more, has the face of its class."
  (let ((sample (sample file)) (row 0))
    (with-text (mapconcat #'car sample "\n")
      (font-lock-ensure)
      (dolist (line sample)
        (setq row (1+ row))
        (dotimes (i (length (cdr line)))
          (let ((class (aref (cdr line) i)))
            (unless (eq class ?\s)
              (save-excursion
                (forward-char i)
                (expect (and (assq class faces) (eq (face-here) (cdr (assq class faces))))
                        "%s:%d:%d: `%c' is of class %c, has the face `%s'"
                        (file-name-nondirectory file) row (1+ i) (char-after) class (face-here))))))
        (forward-line))
      (expect (and (eobp) (>= row least)) "%s was not read to its end" file))))

(defun tokens (file)
  "What the lexer says of FILE, the buffer's: lists of positions and a kind."
  (mapcar (lambda (line)
            (string-match "\\`\\([0-9]+\\)-\\([0-9]+\\) \\([a-z-]+\\)" line)
            (list (byte-to-position (1+ (string-to-number (match-string 1 line))))
                  (byte-to-position (1+ (string-to-number (match-string 2 line))))
                  (match-string 3 line)))
          (process-lines "wk8sc" "--dump=tokens" file)))

(defun check-literals (files)
  "In FILES literals have the face that the lexer says, and nothing else has it."
  (let ((kinds '(("number" . wk8s-number) ("quantity" . wk8s-number) ("port" . wk8s-number)
                 ("string" . font-lock-string-face) ("string-head" . font-lock-string-face)
                 ("version" . wk8s-version)))
        seen)
    (dolist (file files)
      (with-file file
        (font-lock-ensure)
        (let (wrong)
          (dolist (token (tokens file))
            (goto-char (car token))
            (let ((kind (nth 2 token)))
              (cl-pushnew kind seen :test #'equal)
              (unless (if (assoc kind kinds)
                          (eq (face-here) (cdr (assoc kind kinds)))
                        (or (not (member kind '("name" "word" "sign")))
                            (not (memq (face-here) '(wk8s-number wk8s-escape font-lock-string-face
                                                     font-lock-comment-face font-lock-doc-face)))))
                (unless wrong
                  (setq wrong (format "%s:%d: the lexer says %s, the face is `%s'"
                                      file (line-number-at-pos) kind (face-here)))))))
          (expect (not wrong) "%s" wrong))))
    (dolist (kind (append '("name" "word" "sign") (mapcar #'car kinds)))
      (expect (member kind seen) "no token of the kind %s was looked at" kind))))

(defun all-faces ()
  "The faces of the buffer's characters that are no blanks."
  (let (all)
    (goto-char (point-min))
    (while (not (eobp))
      (unless (memq (char-after) '(?\s ?\t ?\n))
        (push (face-here) all))
      (forward-char))
    (vconcat (nreverse all))))

(defun check-pieces (files)
  "FILES have the same faces when they are coloured piece by piece, as they are when one scrolls."
  (dolist (file files)
    (with-file file
      (font-lock-ensure)
      (let ((whole (all-faces)))
        (dolist (size '(97 700))
          (font-lock-unfontify-region (point-min) (point-max))
          (syntax-ppss-flush-cache (point-min))
          ;; From the end, so that nothing before a piece has been looked at.
          (let ((end (point-max)))
            (while (> end (point-min))
              (let ((beg (max (point-min) (- end size))))
                (font-lock-fontify-region beg end)
                (setq end beg))))
          (expect (equal whole (all-faces)) "%s: other faces in pieces of %d characters" file size))))))

;;;; Nothing runs away

(defun faces-of-line (line)
  "The faces of the characters of LINE."
  (goto-char (point-min))
  (forward-line (1- line))
  (skip-chars-forward " ")
  (let (all)
    (while (not (eolp))
      (push (face-here) all)
      (forward-char))
    (nreverse all)))

(defconst key-faces '(wk8s-field wk8s-field wk8s-field nil nil wk8s-number)
  "The faces of `key: 5'.")

(defun check-run-away ()
  "A string that is not closed ends with its line, and a long one is one from its middle."
  (dolist (open '("\"abc" "'abc" "\"abc ${f(x" "\"abc ${f([1, {" "\"abc ${\"x" "\"abc ${'x" "\"abc \\"))
    (with-text (concat "Pod a {\n  image: " open "\n  key: 5\n}\n")
      (font-lock-ensure)
      (expect (equal (faces-of-line 3) key-faces) "runs away: %s" open)))
  (dolist (quotes '("'''" "\"\"\""))
    ;; Where the strings end is found line by line, too.
    (with-text (concat "a: " quotes "\n  ${b} \" # '\n\n" quotes "\nkey: 5\n")
      (let ((syntax-propertize-chunk-size 1))
        (while (not (eobp))
          (forward-line)
          (syntax-propertize (point))))
      (font-lock-ensure)
      (expect (equal (faces-of-line 5) key-faces) "behind a string in %s that was looked at by lines" quotes))
    (with-text (concat "ConfigMap a {\n  data.x: " quotes "\n"
                       (mapconcat #'identity (make-list 3000 "    let x = 5 # no \"code\"\n") "")
                       "  " quotes "\n  key: 5\n}\n")
      (goto-char (point-min))
      (forward-line 1500)
      (font-lock-fontify-region (point) (line-end-position))
      (let ((faces (faces-of-line 1501)))
        (expect (cl-every (lambda (face) (eq face 'font-lock-string-face)) faces) "the middle of a long string in %s" quotes))
      (goto-char (point-max))
      (forward-line -2)
      (font-lock-fontify-region (point) (point-max))
      (expect (equal (faces-of-line 3004) key-faces) "behind a long string in %s" quotes)))
  ;; The text before a change keeps its strings, that behind it gets them anew.
  (with-text "let a = \"b\"\nkey: 5\n"
    (font-lock-ensure)
    (search-forward "\"b")
    (delete-region (point) (1+ (point)))
    (font-lock-ensure)
    (expect (equal (faces-of-line 2) key-faces) "a string whose end is deleted runs away")
    (goto-char (point-min))
    (search-forward "\"b")
    (replace-match "'''\nb\n'''")
    (font-lock-ensure)
    (expect (and (eq (car (faces-of-line 2)) 'font-lock-string-face) (equal (faces-of-line 4) key-faces))
            "a string of many lines that was a short one")))

;;;; Indentation

(defun lines (text)
  "The lines of TEXT."
  (split-string text "\n"))

(defun compare (text what)
  "Expect the buffer to have TEXT; WHAT was done to it."
  (let* ((old (lines text)) (new (lines (buffer-substring-no-properties (point-min) (point-max))))
         (line (cl-mismatch old new :test #'equal)))
    (expect (not line) "%s: line %s becomes `%s'" what (and line (1+ line)) (and line (nth line new)))))

(defun lines-inside (file)
  "The numbers of the lines of FILE, the buffer's, that begin inside of a string."
  (let (open inside)
    (cl-loop for (beg end kind) in (tokens file)
             when (member kind '("string" "string-head"))
             do (push (line-number-at-pos beg) open)
             when (member kind '("string" "string-tail"))
             do (setq inside (append (number-sequence (1+ (pop open)) (line-number-at-pos end)) inside)))
    inside))

(defun check-indentation (files)
  "Indenting FILES changes nothing, nor does it when they had no indentation, nor typing them."
  (dolist (file files)
    (with-file file
      (let ((text (buffer-substring-no-properties (point-min) (point-max)))
            (inside (lines-inside file))
            (inhibit-message t))
        (indent-region (point-min) (point-max))
        (compare text (concat file ", indented"))
        (goto-char (point-min))
        (while (not (eobp))
          (unless (memq (line-number-at-pos) inside)
            (delete-horizontal-space))
          (forward-line))
        (indent-region (point-min) (point-max))
        (compare text (concat file ", indented anew"))
        (erase-buffer)
        (cl-loop for line in (lines text) for n from 1
                 do (cond ((memq n inside) (insert line))
                          ((string-blank-p line))
                          (t (insert (string-trim-left line))
                             (indent-according-to-mode)
                             (end-of-line)))
                 do (insert "\n"))
        (delete-char -1)
        (compare text (concat file ", typed"))))))

;;;; Messages

(defun messages-of-json (file)
  "What the compiler says of FILE: lists of file, line, column and level."
  (with-temp-buffer
    (call-process "wk8sc" nil t nil "--error-format=json" "-o" "/dev/null" file)
    (goto-char (point-min))
    (let ((json-object-type 'alist) (json-array-type 'list) (json-false nil) all)
      (while (not (eobp))
        (let* ((message (json-read))
               (span (cl-find-if (lambda (s) (alist-get 'primary s)) (alist-get 'spans message))))
          (push (list (alist-get 'file span) (alist-get 'line span) (alist-get 'column span)
                      (if (equal (alist-get 'level message) "error") 2 1))
                all))
        (skip-chars-forward "\n"))
      (nreverse all))))

(defun messages-of-compilation (file)
  "The same, as a buffer of `M-x compile' understands it."
  (with-temp-buffer
    (let ((command (with-file file compile-command)))
      (call-process-shell-command (replace-regexp-in-string "[^ ]+\\'" (shell-quote-argument file) command t t) nil t))
    (let ((inhibit-message t) all
          ;; The mode's own form only: the one for gcc fits too.
          (compilation-error-regexp-alist '(wk8s)))
      (compilation-mode)
      (compilation--ensure-parse (point-max))
      (goto-char (point-min))
      (while (not (eobp))
        (let ((message (get-text-property (point) 'compilation-message)))
          (expect message "not understood: %s" (buffer-substring (point) (line-end-position)))
          (when message
            (let* ((loc (compilation--message->loc message))
                   (type (compilation--message->type message)))
              (when (> type 0)
                (push (list (caar (compilation--loc->file-struct loc)) (compilation--loc->line loc)
                            (compilation--loc->col loc) type)
                      all)))))
        (forward-line))
      (nreverse all))))

(defun check-messages ()
  "The compiler's messages are understood, and lead to their places."
  (let (levels)
    (dolist (name '("check/bad-enum" "check/bad-format" "syntax/open-string" "wire/target" "components/bad-default" "rules/image-tag"))
      (let* ((file (source (concat "tests/golden/" name ".wk8s")))
             (wanted (messages-of-json file))
             (found (messages-of-compilation file)))
        (expect (and wanted (= (length wanted) (length found))) "%s: %d messages, not %d" name (length found) (length wanted))
        (cl-loop for w in wanted for f in found
                 do (expect (equal w f) "%s: found is %S, not %S" name f w)
                 do (cl-pushnew (nth 3 w) levels))))
    (expect (= (length levels) 2) "no error or no warning was looked at"))
  ;; A column is one of characters, also behind tabs and letters that are wide.
  (expect (memq 'wk8s compilation-error-regexp-alist) "the mode's messages are not known to `M-x compile'")
  (with-temp-file "wide.wk8s"
    (insert "Pod a {\n\tannotations.x: \"日本\", oops: 1\n}\n"))
  (let ((inhibit-message t) (compilation-ask-about-save nil) (compilation-save-buffers-predicate #'ignore))
    (with-file "wide.wk8s"
      (let ((buffer (compile compile-command)))
        (while (process-live-p (get-buffer-process buffer))
          (accept-process-output nil 0.1))
        (next-error 1)
        (with-current-buffer (get-file-buffer "wide.wk8s")
          (expect (looking-at-p "oops") "`next-error' leads to `%s'"
                  (buffer-substring (point) (line-end-position))))
        (kill-buffer buffer))))
  (delete-file "wide.wk8s")
  (with-file "a b.wk8s"
    (expect (string-match-p "a\\\\ b\\.wk8s\\'" compile-command) "a file's name is not quoted: %s" compile-command)))

;;;; Commands

(defun type-keys (keys)
  "Type KEYS, one character after the other."
  (dolist (c (string-to-list keys))
    (let ((last-command-event c))
      (call-interactively (or (key-binding (vector c)) #'self-insert-command)))))

(defun check-format ()
  "The layout: what is wrong stays, and is shown."
  (with-text "let a=1\n\n\napp b {\n  c: [ 1,2 ]\n}\n"
    (goto-char (point-max))
    (search-backward "c:")
    (expect (wk8s-format-buffer) "a good text is not laid out")
    (compare "let a = 1\n\napp b {\n  c: [1, 2]\n}\n" "laid out")
    (expect (looking-at-p "c:") "point has moved to `%s'" (buffer-substring (point) (line-end-position)))
    (goto-char (point-min))
    (insert "let = 3\n")
    (let ((inhibit-message t))
      (expect (not (wk8s-format-buffer)) "a mistake is laid out"))
    (compare "let = 3\nlet a = 1\n\napp b {\n  c: [1, 2]\n}\n" "laid out with a mistake")
    (with-current-buffer "*wk8sc fmt*"
      (expect (string-match-p (regexp-quote ":1:5: error: ") (buffer-string)) "the mistake is shown as %s" (buffer-string))
      (expect (derived-mode-p 'compilation-mode) "the messages are no place to go from")))
  (with-file "save.wk8s"
    (insert "let a=1\n")
    (let ((inhibit-message t))
      (save-buffer)
      (compare "let a=1\n" "saved")
      (set-buffer-modified-p t)
      (let ((wk8s-format-on-save t))
        (save-buffer))
      (compare "let a = 1\n" "saved with a layout")))
  (delete-file "save.wk8s"))

(defun check-commands ()
  "What one does in a buffer."
  (with-file "new.wk8s"
    (expect (eq major-mode 'wk8s-mode) "a file x.wk8s has the mode %s" major-mode)
    (expect (provided-mode-derived-p major-mode 'prog-mode) "the mode is not one for programs"))
  ;; Comments.
  (with-text "app a {\n  b: 1\n}\n"
    (comment-region (point-min) (point-max))
    (compare "# app a {\n#   b: 1\n# }\n" "made a comment")
    (uncomment-region (point-min) (point-max))
    (compare "app a {\n  b: 1\n}\n" "made a comment and back")
    (forward-line)
    (comment-line 1)
    (compare "app a {\n  # b: 1\n}\n" "a line made a comment")
    (forward-line -1)
    (comment-line 1)
    (compare "app a {\n  b: 1\n}\n" "a line made a comment and back"))
  (with-text "a: \"# no\" # yes"
    (goto-char (point-max))
    (expect (= (nth 8 (syntax-ppss)) 11) "a comment is seen where there is none"))
  ;; The index.
  (with-file (source "examples/platform/platform.wk8s")
    (let ((index (imenu--make-index-alist)))
      (dolist (entry '(("Components" "WebService") ("Functions" "companyImage") ("Lets" "locked")
                       ("Apps") ("Resources" "Deployment (name)")))
        (expect (or (not (cdr entry)) (assoc (cadr entry) (cdr (assoc (car entry) index))))
                "the index has no %s" entry))))
  (with-text "app a {\n  Service \"b\" {}\n  x: '''\n    Pod no {\n  '''\n}\ntype T = int\nextern kind K in v1\nparam p = 1\nrule r on Pod {}\n  lib.Web@v1 c as d {\n  Pod: 1\n"
    (let ((index (funcall imenu-create-index-function)))
      (dolist (entry '(("Apps" "a") ("Resources" "Service \"b\"" "lib.Web@v1 c") ("Types" "T" "K") ("Parameters" "p") ("Rules" "r")))
        (expect (equal (mapcar #'car (cdr (assoc (car entry) index))) (cdr entry)) "the index is %s, not %s"
                (assoc (car entry) index) entry))))
  ;; Pairs, and the brace that closes a block.
  (with-text ""
    (let ((electric-pair-mode t))
      (electric-pair-mode 1)
      (type-keys "a: \"")
      (compare "a: \"\"" "typed a quote")
      (type-keys "x\"")
      (compare "a: \"x\"" "typed the closing quote")
      (type-keys " [{'")
      (compare "a: \"x\" [{''}]" "typed brackets")
      (electric-pair-mode -1)))
  (with-text "app a {\n  b: 1\n  "
    (goto-char (point-max))
    (electric-indent-mode 1)
    (type-keys "}")
    (compare "app a {\n  b: 1\n}" "typed a brace")
    (electric-indent-mode -1))
  ;; Words, strings and items are what commands take them for.
  (with-text "let my-name = \"a ${f(\"b\")} c\" # x\n\napp a {\n  b: 1\n}\n\nlet c = 2\n"
    (goto-char 5)
    (expect (equal (thing-at-point 'symbol t) "my-name") "the name is `%s'" (thing-at-point 'symbol t))
    (goto-char 15)
    (forward-sexp)
    (expect (looking-at-p " # x") "a string with a hole is not one thing")
    (goto-char (point-max))
    (beginning-of-defun)
    (expect (looking-at-p "let c") "the last item begins at `%s'" (buffer-substring (point) (line-end-position)))
    (beginning-of-defun)
    (expect (looking-at-p "app a") "the item before begins at `%s'" (buffer-substring (point) (line-end-position)))
    (end-of-defun)
    (expect (and (bolp) (save-excursion (forward-line -1) (looking-at-p "}"))) "an item ends before `%s'"
            (buffer-substring (point) (line-end-position)))))

;;;; Speed

(defun check-speed ()
  "Colouring a large file takes less than a second, and so does scrolling through it."
  (dolist (how '(font-lock-ensure pieces))
    (let ((best 100))
      (dotimes (_ 3)
        (with-file (source "stdlib/k8s/core.v1.wk8s")
          (let ((beg (float-time)))
            (if (eq how 'font-lock-ensure)
                (font-lock-ensure)
              (goto-char (point-min))
              (while (not (eobp))
                (font-lock-fontify-region (point) (min (point-max) (+ (point) 1500)))
                (goto-char (min (point-max) (+ (point) 1500)))))
            (setq best (min best (- (float-time) beg))))))
      (expect (< best 1.5) "core.v1.wk8s takes %.1f seconds (%s)" best how))))

(let* ((enable-local-variables nil)
       (default-directory default-directory)
       (examples (directory-files-recursively (source "examples") "\\.wk8s\\'"))
       (library (append (directory-files (source "stdlib") t "\\.wk8s\\'")
                        (directory-files (source "stdlib/rules") t "\\.wk8s\\'"))))
  (condition-case mistake
      (progn
        (expect (> (length examples) 10) "there are no examples")
        (check-file)
        (check-sample (getenv "SAMPLE") 100)
        (check-sample (expand-file-name "more.txt" (getenv "EDITORS")) 9)
        (check-literals (append (list (expand-file-name "sample.wk8s")) examples library))
        (check-pieces (append (list "sample.wk8s") examples library))
        (check-run-away)
        (check-indentation (append (list (expand-file-name "sample.wk8s") (source "tests/editors/indented.wk8s")) examples library))
        (check-messages)
        (check-commands)
        (check-format)
        (check-speed))
    ((error quit) (expect nil "%s" (error-message-string mistake))))
  (with-temp-file "emacs-results.txt"
    (dolist (line (reverse failures))
      (insert (replace-regexp-in-string "\n" " " line) "\n"))
    (insert (format "%d passed, %d failed\n" passed (length failures)))))

;;; check-emacs.el ends here
