/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "repl/lineedit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

#include <histedit.h>

#include "backend/support/lazylib.h"
#include "backend/support/mem.h"
#include "backend/support/strbuf.h"

#define HISTORY_SIZE 1000
#define PROMPT_MARK  L'\001'

#define FUNCTIONS(X, lib)    \
	X(lib, el_deletestr) \
	X(lib, el_end)       \
	X(lib, el_get)       \
	X(lib, el_gets)      \
	X(lib, el_init)      \
	X(lib, el_insertstr) \
	X(lib, el_line)      \
	X(lib, el_resize)    \
	X(lib, el_set)       \
	X(lib, el_source)    \
	X(lib, el_wline)     \
	X(lib, el_wset)      \
	X(lib, history)      \
	X(lib, history_end)  \
	X(lib, history_init)
LAZYLIB(edit, "libedit.so.2", FUNCTIONS);

struct lineedit {
	struct lineedit_host host;
	EditLine *el;
	History *history;
	char *history_path; /* NULL: not kept */
	FILE *out;
	char *prompt;
	sigset_t unblocked;
	bool dumb;    /* a terminal that cannot move its cursor */
	char *listed; /* the line that TAB was pressed on last, to list at the second time */
};

/* Signals that come while a line is edited; they only end the wait, the flag says which. A handler has
 * no argument to find them by. */
static volatile sig_atomic_t resized, suspended;

static void on_winch(int signo)
{
	(void)signo;
	resized = 1;
}

static void on_tstp(int signo)
{
	(void)signo;
	suspended = 1;
}

static struct lineedit *lineedit_of(EditLine *el)
{
	void *le = NULL;

	edit.el_get(el, EL_CLIENTDATA, &le);
	return le;
}

/* -- where things are on the screen -- */

static unsigned screen_columns(const struct lineedit *le)
{
	struct winsize size;

	if (ioctl(fileno(le->out), TIOCGWINSZ, &size) || size.ws_col < 2)
		return 80;
	return size.ws_col;
}

static unsigned prompt_width(const char *prompt)
{
	unsigned width = 0;
	bool hidden = false;

	for (; *prompt; prompt++) {
		if (*prompt == '\001')
			hidden = !hidden;
		else if (!hidden && ((unsigned char)*prompt & 0xc0) != 0x80)
			width++;
	}
	return width;
}

/* Rows below the prompt's own where the text up to `to` ends. */
static unsigned row_of(const struct lineedit *le, const wchar_t *from, const wchar_t *to)
{
	unsigned columns = screen_columns(le);
	unsigned row = 0, column = prompt_width(le->prompt);

	row = column / columns;
	column %= columns;
	for (; from < to; from++) {
		int width = *from == L'\t' ? (int)(8 - column % 8) : wcwidth(*from);

		if (*from == L'\n') {
			row++;
			column = 0;
			continue;
		}
		if (width < 0)
			width = 2; /* ^X */
		column += (unsigned)width;
		if (column >= columns) {
			row++;
			column = column > columns ? (unsigned)width : 0;
		}
	}
	return row;
}

void lineedit_hide(struct lineedit *le)
{
	const LineInfoW *info = edit.el_wline(le->el);
	unsigned row = row_of(le, info->buffer, info->cursor);

	fflush(le->out);
	if (le->dumb) {
		fputc('\n', le->out);
	} else {
		if (row)
			fprintf(le->out, "\033[%uA", row);
		fputs("\r\033[J", le->out);
	}
	fflush(le->out);
}

void lineedit_show(struct lineedit *le)
{
	edit.el_set(le->el, EL_REFRESH);
	fflush(le->out);
}

/* -- reading -- */

static void suspend(struct lineedit *le)
{
	struct sigaction stop = { .sa_handler = SIG_DFL }, saved;
	sigset_t old;

	edit.el_set(le->el, EL_PREP_TERM, 0);
	sigaction(SIGTSTP, &stop, &saved);
	raise(SIGTSTP);
	sigprocmask(SIG_SETMASK, &le->unblocked, &old);
	/* Continued. */
	sigprocmask(SIG_SETMASK, &old, NULL);
	sigaction(SIGTSTP, &saved, NULL);
	edit.el_set(le->el, EL_PREP_TERM, 1);
	lineedit_show(le);
}

/* false: Ctrl-C or no more input. */
static bool wait_for_byte(struct lineedit *le)
{
	for (;;) {
		if (le->host.wait(le->host.ctx, STDIN_FILENO, &le->unblocked))
			return true;
		if (le->host.interrupted(le->host.ctx))
			return false;
		if (resized) {
			resized = 0;
			lineedit_hide(le);
			edit.el_resize(le->el);
			lineedit_show(le);
		}
		if (suspended) {
			suspended = 0;
			suspend(le);
		}
	}
}

/* libedit asks for the next character here. 1: there it is, 0: end of input, -1: stop reading. */
static int read_character(EditLine *el, wchar_t *ret)
{
	struct lineedit *le = lineedit_of(el);
	mbstate_t state = { 0 };

	for (;;) {
		char byte;
		ssize_t got;
		size_t used;

		fflush(le->out);
		if (!wait_for_byte(le))
			return -1;
		got = read(STDIN_FILENO, &byte, 1);
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got <= 0)
			return (int)got;
		used = mbrtowc(ret, &byte, 1, &state);
		if (used == (size_t)-1) /* no text in this locale: drop it */
			memset(&state, 0, sizeof(state));
		else if (used != (size_t)-2)
			return 1;
	}
}

static void block_signals(struct lineedit *le, struct sigaction *saved)
{
	struct sigaction winch = { .sa_handler = on_winch }, tstp = { .sa_handler = on_tstp };
	sigset_t block;

	sigemptyset(&block);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGWINCH);
	sigaddset(&block, SIGTSTP);
	sigprocmask(SIG_BLOCK, &block, &le->unblocked);
	sigaction(SIGWINCH, &winch, &saved[0]);
	sigaction(SIGTSTP, &tstp, &saved[1]);
}

static void restore_signals(struct lineedit *le, const struct sigaction *saved)
{
	sigaction(SIGWINCH, &saved[0], NULL);
	sigaction(SIGTSTP, &saved[1], NULL);
	sigprocmask(SIG_SETMASK, &le->unblocked, NULL);
}

enum lineedit_event lineedit_read(struct lineedit *le, const char *prompt, char **ret)
{
	struct sigaction saved[2];
	const char *line;
	int count = 0;
	bool interrupted;

	free(le->prompt);
	le->prompt = xstrdup(prompt);
	free(le->listed);
	le->listed = NULL;
	block_signals(le, saved);
	/* libedit would do it after the prompt: a Ctrl-D that comes in between would be lost. */
	edit.el_set(le->el, EL_PREP_TERM, 1);
	line = edit.el_gets(le->el, &count);
	interrupted = le->host.interrupted(le->host.ctx);
	restore_signals(le, saved);
	if (interrupted) {
		fputs("^C\n", le->out);
		return LINEEDIT_INTERRUPTED;
	}
	if (!line || count <= 0) {
		fputc('\n', le->out);
		return LINEEDIT_END;
	}
	*ret = xstrndup(line, (size_t)count - (line[count - 1] == '\n'));
	return LINEEDIT_LINE;
}

/* -- completion -- */

static size_t common_length(const struct strlist *words)
{
	size_t len = strlen(words->items[0]);

	for (size_t i = 1; i < words->count; i++) {
		size_t n = 0;

		while (n < len && words->items[i][n] == words->items[0][n])
			n++;
		len = n;
	}
	/* Do not cut a multibyte character in two. */
	while (len && ((unsigned char)words->items[0][len] & 0xc0) == 0x80)
		len--;
	return len;
}

static void list_columns(struct lineedit *le, const struct strlist *words)
{
	unsigned columns = screen_columns(le);
	size_t widest = 0, per_row, rows;

	for (size_t i = 0; i < words->count; i++)
		if (strlen(words->items[i]) > widest)
			widest = strlen(words->items[i]);
	widest += 2;
	per_row = widest < columns ? columns / widest : 1;
	rows = (words->count + per_row - 1) / per_row;
	for (size_t row = 0; row < rows; row++) {
		for (size_t i = row; i < words->count; i += rows)
			fprintf(le->out, "%-*s", i + rows < words->count ? (int)widest : 0,
				words->items[i]);
		fputc('\n', le->out);
	}
}

static void show_candidates(struct lineedit *le, const struct completion *found)
{
	const LineInfoW *info = edit.el_wline(le->el);
	unsigned rows =
		row_of(le, info->buffer, info->lastchar) - row_of(le, info->buffer, info->cursor);

	while (rows--)
		fputc('\n', le->out);
	fputs("\r\n", le->out);
	list_columns(le, found->display.count ? &found->display : &found->words);
	lineedit_show(le);
}

/* The last character says whether more of the same word is to come: "bar0+", "sim:", "dir/". */
static bool wants_space(const char *word)
{
	size_t len = strlen(word);

	return len && !strchr("+:/.=", word[len - 1]);
}

/* Put the first len bytes of text in place of what was typed of the word. false: nothing new. */
static bool replace_word(struct lineedit *le, const char *typed, const char *text, size_t len,
			 bool whole)
{
	autofree char *insert = xasprintf("%.*s%s", (int)len, text, whole ? " " : "");
	size_t chars = mbstowcs(NULL, typed, 0);

	if (!strcmp(typed, insert) || len < strlen(typed))
		return false;
	if (chars != (size_t)-1 && chars > 0)
		edit.el_deletestr(le->el, (int)chars);
	return edit.el_insertstr(le->el, insert) == 0;
}

static unsigned char complete_word(struct lineedit *le, const char *line,
				   const struct completion *found)
{
	const struct strlist *words = &found->words;
	bool again = le->listed && !strcmp(le->listed, line);

	if (!words->count)
		return CC_REFRESH_BEEP;
	if (replace_word(le, line + found->start, words->items[0], common_length(words),
			 words->count == 1 && wants_space(words->items[0])))
		return CC_REFRESH;
	if (words->count == 1)
		return CC_NORM;
	free(le->listed);
	le->listed = xstrdup(line);
	if (!again)
		return CC_REFRESH_BEEP;
	show_candidates(le, found);
	return CC_NORM;
}

static unsigned char on_tab(EditLine *el, int key)
{
	struct lineedit *le = lineedit_of(el);
	struct completion found = { .words = STRLIST_INIT, .display = STRLIST_INIT };
	const LineInfo *info = edit.el_line(el);
	autofree char *line = xstrndup(info->buffer, (size_t)(info->cursor - info->buffer));
	unsigned char result;

	(void)key;
	found.start = strlen(line);
	le->host.complete(le->host.ctx, line, strlen(line), &found);
	result = complete_word(le, line, &found);
	strlist_finish(&found.words);
	strlist_finish(&found.display);
	return result;
}

/* -- history -- */

/* Every folder of path; private ones, as the history is. */
static void make_folders(const char *path)
{
	autofree char *part = xstrdup(path);

	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(part, 0700);
		*slash = '/';
	}
}

static void load_history(struct lineedit *le)
{
	HistEvent event;

	edit.history(le->history, &event, H_SETSIZE, HISTORY_SIZE);
	edit.history(le->history, &event, H_SETUNIQUE, 1);
	if (!le->history_path)
		return;
	/* What is in memory is the file's end. Write it back, or the file grows for ever. */
	if (edit.history(le->history, &event, H_LOAD, le->history_path) >= HISTORY_SIZE)
		edit.history(le->history, &event, H_SAVE, le->history_path);
}

/* Appended at once: a session that is killed, or another one beside it, loses nothing. */
static void append_history(struct lineedit *le)
{
	HistEvent event;
	int fd = open(le->history_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "a");

	if (!file) {
		if (fd >= 0)
			close(fd);
		return;
	}
	if (!fseek(file, 0, SEEK_END))
		edit.history(le->history, &event, H_NSAVE_FP, (size_t)0, file);
	fclose(file);
}

void lineedit_remember(struct lineedit *le, const char *statement)
{
	HistEvent event;
	bool repeated = edit.history(le->history, &event, H_FIRST) >= 0 && event.str &&
			!strcmp(event.str, statement);

	if (repeated || !statement[0])
		return;
	edit.history(le->history, &event, H_ENTER, statement);
	if (le->history_path)
		append_history(le);
}

/* -- life -- */

static char *prompt_text(EditLine *el)
{
	return lineedit_of(el)->prompt;
}

struct lineedit *lineedit_create(const struct lineedit_host *host, const char *history_path,
				 struct err *err)
{
	const char *term = getenv("TERM");
	struct lineedit *le;

	if (!lazylib_load(&edit.lib, err))
		return NULL;
	le = xcalloc(1, sizeof(*le));
	le->host = *host;
	le->prompt = xstrdup("");
	le->dumb = !term || !term[0] || !strcmp(term, "dumb");
	le->out = isatty(STDOUT_FILENO) ? stdout : stderr;
	if (history_path) {
		le->history_path = xstrdup(history_path);
		make_folders(history_path);
	}
	le->history = edit.history_init();
	load_history(le);
	le->el = edit.el_init("barsh", stdin, le->out, stderr);
	edit.el_set(le->el, EL_CLIENTDATA, le);
	edit.el_set(le->el, EL_PROMPT_ESC, prompt_text, '\001');
	edit.el_set(le->el, EL_EDITOR, "emacs");
	edit.el_set(le->el, EL_HIST, edit.history, le->history);
	edit.el_set(le->el, EL_SIGNAL, 0);
	edit.el_set(le->el, EL_GETCFN, read_character);
	/* The narrow form of this one copies both texts and never frees them. */
	edit.el_wset(le->el, EL_ADDFN, L"barsh-complete", L"complete the word", on_tab);
	edit.el_set(le->el, EL_BIND, "^I", "barsh-complete", NULL);
	edit.el_set(le->el, EL_BIND, "^R", "em-inc-search-prev", NULL);
	edit.el_source(le->el, NULL);
	return le;
}

void lineedit_destroy(struct lineedit *le)
{
	if (!le)
		return;
	edit.el_end(le->el);
	edit.history_end(le->history);
	free(le->history_path);
	free(le->listed);
	free(le->prompt);
	free(le);
}
