/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One user's session: the attached devices, the modes, and what the program around it offers. Passed to
 * every command; there is no other shared state. */
#ifndef COMMANDS_SESSION_H
#define COMMANDS_SESSION_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "backend/device.h"
#include "backend/support/err.h"
#include "backend/support/strlist.h"
#include "commands/value.h"

enum session_log { SESSION_LOG_NEW, SESSION_LOG_APPEND, SESSION_LOG_REPLACE };

/* Who sees the result of the command that runs. What nobody sees need not be made, nor read from the
 * device: the human text only for people, the detail only for programs. */
enum session_viewer {
	VIEWER_SCRIPT, /* nobody: the value goes on in a script */
	VIEWER_PERSON,
	VIEWER_PROGRAM, /* --json */
};

/* Script text that is evaluated again and again; the language need not parse it each time. */
struct session_script;

/* What the program around a session does for it. Commands know no Tcl and no terminal: they ask here.
 * Every member is set. */
struct session_host {
	void *ctx;
	/* Evaluate script text in the session's language. where names it in messages ("irq handler").
	 * *ret_text (may be NULL) gets the result's plain text, which the caller frees. */
	bool (*eval)(void *ctx, const char *script, const char *where, char **ret_text,
		     struct err *err);
	/* Run one command given as words, no substitution. *ret is the caller's. */
	bool (*call)(void *ctx, const char *const *words, size_t count, struct value **ret,
		     struct err *err);
	bool (*source)(void *ctx, const char *path, struct err *err); /* evaluate a whole file */
	void (*emit)(void *ctx,
		     const struct value *value);   /* show a result now, before the command ends */
	void (*note)(void *ctx, const char *text); /* one line for people: stderr, not with -q */
	/* Progress of long work, at most a line; each replaces the last one; NULL wipes it. Shown on a
	 * terminal only. */
	void (*progress)(void *ctx, const char *text);
	/* Write the session to a file, too; path NULL: no longer. log_path: where to, or NULL. */
	bool (*log)(void *ctx, const char *path, enum session_log how, struct err *err);
	const char *(*log_path)(void *ctx);
	/* A command is going to wait: what was shown so far should be seen. May be NULL. */
	void (*settle)(void *ctx);
	/* Text that is going to be evaluated often: run is as eval. It may be dropped while it runs. The
	 * caller drops it before the session ends. */
	struct session_script *(*keep_script)(void *ctx, const char *text, const char *where);
	bool (*run_script)(void *ctx, struct session_script *script, struct err *err);
	void (*drop_script)(void *ctx, struct session_script *script);
};

/* Data that a command family keeps with a device or with the session; destroyed with it. */
struct session_slot {
	const char *family;
	void *data;
	void (*destroy)(void *data);
	struct session_slot *next;
};

struct session_device {
	struct device *dev; /* dev->name is its name in the session */
	struct session_slot *slots;
	unsigned held; /* by commands that run scripts and need it afterwards: it is not detached */
};

struct session {
	struct session_host host;
	struct session_device **devices; /* in the order they were attached */
	size_t device_count;
	unsigned long attached;		/* counts attaching and detaching */
	unsigned between;		/* counts the calls of events_between */
	struct session_device *current; /* NULL when nothing is attached */
	struct session_slot *slots;
	volatile sig_atomic_t *stop; /* set by Ctrl-C */
	bool read_only;		     /* -r: for devices attached from now on */
	bool dry_run;		     /* -n */
	bool show;		     /* reads before and after writes, as -show does */
	bool verbose;		     /* -v: tell of every access */
	bool interactive;	     /* a person types: unique prefixes are accepted */
	enum session_viewer output;  /* who reads what the session shows */
	enum session_viewer viewer;  /* who sees the result of the command that runs */
	bool quit;		     /* the `quit` command was given */
	int quit_status;
	bool not_ready; /* a command failed because the machine or device is not ready (CMD_READINESS) */
	char scripts_dir[4096]; /* where regs/ and boot/ are */
};

struct session *session_create(const struct session_host *host, volatile sig_atomic_t *stop);
void session_destroy(struct session *s); /* detaches everything */

/* Open a device and make it current. name may be NULL: d0, d1, ... EEXIST: the name is taken. */
bool session_attach(struct session *s, const char *spec, const char *name,
		    struct session_device **ret, struct err *err);
void session_detach(struct session *s, struct session_device *device);

/* The device called name, or the current one when name is NULL. ENODEV with what to do. */
bool session_device(struct session *s, const char *name, struct session_device **ret,
		    struct err *err);

bool session_stopped(const struct session *s);
void session_notef(struct session *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void session_progressf(struct session *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void session_progress_end(struct session *s);
void session_emit(struct session *s, struct value *value); /* shows and destroys it */

/* Slots: get is NULL when nothing was set; set replaces (and destroys) what was there. */
void *slot_get(struct session_slot *const *head, const char *family);
void slot_set(struct session_slot **head, const char *family, void *data, void (*destroy)(void *));

#endif
