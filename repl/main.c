/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options, where the statements come from, and the exit status. */
#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/support/mem.h"
#include "backend/support/userfile.h"
#include "commands/command.h"
#include "repl/interrupt.h"
#include "repl/repl.h"
#include "repl/serve.h"

#ifndef BARSH_DATADIR
#define BARSH_DATADIR "/usr/local/share/barsh"
#endif

enum { EXIT_USAGE = 2 };

enum {
	OPT_JSON = 256,
	OPT_ECHO,
	OPT_COLOR,
	OPT_VERSION,
	OPT_HELP,
	OPT_SERVE,
	OPT_FAULT,
	OPT_TRACE
};

static const struct option long_options[] = {
	{ "json", no_argument, NULL, OPT_JSON },
	{ "echo", no_argument, NULL, OPT_ECHO },
	{ "color", required_argument, NULL, OPT_COLOR },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "serve", required_argument, NULL, OPT_SERVE },
	{ "fault", required_argument, NULL, OPT_FAULT },
	{ "trace", required_argument, NULL, OPT_TRACE },
	{ NULL, 0, NULL, 0 },
};

static const char usage[] =
	"usage: barsh [OPTIONS] [SPEC]           a prompt, with SPEC attached\n"
	"       barsh [OPTIONS] [SPEC] -c CMD    run commands; -c may be repeated\n"
	"       barsh [OPTIONS] [SPEC] -f FILE [ARGS...]   run a command file\n"
	"       barsh [OPTIONS] [SPEC] -         run commands from standard input\n"
	"       barsh [-q] [-v] [--fault NAME] [--trace FILE] --serve SOCKET sim:NAME\n"
	"                    offer a simulated device over vfio-user; --fault may be repeated\n"
	"\n"
	"SPEC is a device: 00:1f.3, 8086:a0c8, sysfs:00:1f.3, sim:tgl, file:PATH, dump:FILE,\n"
	"vfio-user:SOCKET\n"
	"\n"
	"  -c CMD    run CMD                       -i    prompt after -c, -f or -\n"
	"  -f FILE   run FILE; the rest are its $argv\n"
	"  -n        dry run: show writes, make none\n"
	"  -r        read-only: refuse writes\n"
	"  -k        keep going after a failure\n"
	"  -q        no notes                      -v    tell of every access\n"
	"  --json    results as JSON, one per line\n"
	"  --echo    print each statement before it runs\n"
	"  --color auto|always|never\n"
	"  --version --help\n"
	"\n"
	"Exit status: 0 all went well, 1 a command failed, 2 wrong usage, 3 the device or the\n"
	"machine is not ready, 130 interrupted.\n";

struct options {
	const char *spec;
	char **commands; /* borrowed from argv */
	size_t command_count;
	const char *file;
	char **file_args;
	int file_arg_count;
	const char *color;
	const char *serve;   /* path of a socket */
	const char **faults; /* of the device that is served */
	size_t fault_count;
	const char *trace; /* of the device that is served: a file */
	bool from_stdin, interactive, dry_run, read_only, keep_going, quiet, verbose, json, echo;
	bool coloured; /* --color was given */
};

static bool bad_usage(const char *what, const char *word)
{
	fprintf(stderr, "error: %s%s%s\nhint: barsh --help\n", what, word ? " " : "",
		word ? word : "");
	return false;
}

static bool take_plain_word(struct options *o, const char *word)
{
	if (!strcmp(word, "-")) {
		o->from_stdin = true;
		return true;
	}
	if (o->spec)
		return bad_usage("two devices on the command line; the second is", word);
	o->spec = word;
	return true;
}

static bool take_option(struct options *o, int c, int argc, char **argv)
{
	switch (c) {
	case 1:
		return take_plain_word(o, optarg);
	case 'c':
		o->commands[o->command_count++] = optarg;
		return true;
	case 'f':
		assert(optarg); /* getopt sees to it */
		o->file = optarg;
		o->file_args = argv + optind;
		o->file_arg_count = argc - optind;
		return true;
	case 'i':
		o->interactive = true;
		return true;
	case 'n':
		o->dry_run = true;
		return true;
	case 'r':
		o->read_only = true;
		return true;
	case 'k':
		o->keep_going = true;
		return true;
	case 'q':
		o->quiet = true;
		return true;
	case 'v':
		o->verbose = true;
		return true;
	case OPT_JSON:
		o->json = true;
		return true;
	case OPT_ECHO:
		o->echo = true;
		return true;
	case OPT_COLOR:
		o->coloured = true;
		o->color = optarg;
		if (strcmp(optarg, "auto") && strcmp(optarg, "always") && strcmp(optarg, "never"))
			return bad_usage("--color is auto, always or never, not", optarg);
		return true;
	case OPT_SERVE:
		o->serve = optarg;
		return true;
	case OPT_TRACE:
		o->trace = optarg;
		return true;
	case OPT_FAULT:
		o->faults[o->fault_count++] = optarg;
		return true;
	case OPT_VERSION:
		puts("barsh " BARSH_VERSION);
		exit(0);
	case OPT_HELP:
		fputs(usage, stdout);
		exit(0);
	case ':':
		return bad_usage("a value is missing after", argv[optind - 1]);
	default: {
		const char letter[] = { '-', (char)optopt, '\0' };

		return bad_usage("no such option:", optopt ? letter : argv[optind - 1]);
	}
	}
}

static bool suits_serve(const struct options *o)
{
	const char *extra = o->dry_run	    ? "-n"
			    : o->read_only  ? "-r"
			    : o->keep_going ? "-k"
			    : o->json	    ? "--json"
			    : o->echo	    ? "--echo"
			    : o->coloured   ? "--color"
					    : NULL;

	if (o->file || o->from_stdin || o->command_count || o->interactive)
		return bad_usage("--serve runs no commands", NULL);
	return !extra || bad_usage("--serve has no use for", extra);
}

static bool parse_options(int argc, char **argv, struct options *o)
{
	int c;

	/* "-": words that are no options come in order, as option 1; "--" still ends them. */
	while (!o->file && (c = getopt_long(argc, argv, "-:c:f:inrkqv", long_options, NULL)) != -1)
		if (!take_option(o, c, argc, argv))
			return false;
	while (!o->file && optind < argc)
		if (!take_plain_word(o, argv[optind++]))
			return false;
	if (o->file && o->from_stdin)
		return bad_usage("-f and - together: which one?", NULL);
	if (o->serve && !suits_serve(o))
		return false;
	if (o->fault_count && !o->serve)
		return bad_usage("--fault is for --serve; here 'sim fault' sets one:",
				 o->faults[0]);
	if (o->trace && !o->serve)
		return bad_usage("--trace is for --serve; here 'trace start' records into",
				 o->trace);
	return true;
}

/* NO_COLOR (no-color.org) and TERM=dumb win over a terminal; --color wins over both. */
static bool want_colour(const struct options *o, int fd)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (!strcmp(o->color, "always"))
		return true;
	if (!strcmp(o->color, "never") || o->json || (no_color && no_color[0]))
		return false;
	return isatty(fd) && term && strcmp(term, "dumb");
}

/* Register files and recipes: BARSH_SCRIPTS, else the source tree this program was built in, else where
 * it was installed. */
static void find_scripts(char *ret, size_t len)
{
	const char *wish = getenv("BARSH_SCRIPTS");
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *slash;

	snprintf(ret, len, "%s", wish && wish[0] ? wish : BARSH_DATADIR);
	if ((wish && wish[0]) || n <= 0)
		return;
	exe[n] = '\0';
	/* build/barsh or build/asan/barsh: the tree is one or more folders up. */
	while ((slash = strrchr(exe, '/')) && slash != exe) {
		char probe[PATH_MAX + 32];

		*slash = '\0';
		snprintf(probe, sizeof(probe), "%s/scripts/boot/cavs25.tcl", exe);
		if (!access(probe, R_OK)) {
			snprintf(ret, len, "%.*s/scripts", (int)len - 16, exe);
			return;
		}
	}
}

static bool attach_spec(struct repl *r, const char *spec)
{
	const char *words[] = { "attach", spec };
	struct script_error error = { .err = ERR_INIT };
	struct value *value;

	if (command_run(r->session, words, 2, &value, &error.err)) {
		value_destroy(value);
		return true;
	}
	render_error(&r->render, &error);
	r->status = r->session->not_ready ? 3 : 2;
	return false;
}

static bool run_file(struct repl *r, const struct options *o)
{
	struct script_error error = { .err = ERR_INIT };
	FILE *in = fopen(o->file, "re");
	int code = in ? 0 : errno;
	struct stat st;
	bool go_on;

	/* a folder can be opened */
	if (in && !fstat(fileno(in), &st) && S_ISDIR(st.st_mode)) {
		fclose(in);
		code = EISDIR;
	}
	if (code) {
		userfile_failed(&error.err, code, "read", o->file);
		render_error(&r->render, &error);
		r->status = EXIT_USAGE;
		return false;
	}
	script_set_args(r->script, o->file, o->file_args, o->file_arg_count);
	go_on = repl_run_stream(r, in, o->file);
	fclose(in);
	return go_on;
}

/* Echoed statements say by themselves which one failed. */
static bool run_stdin(struct repl *r)
{
	return repl_run_stream(r, stdin, r->echo ? NULL : "stdin");
}

static void run_all(struct repl *r, const struct options *o)
{
	bool scripted = o->command_count || o->file || o->from_stdin;

	if (o->spec && !attach_spec(r, o->spec))
		return;
	for (size_t i = 0; i < o->command_count; i++)
		if (!repl_run_text(r, o->commands[i], NULL, 1))
			return;
	if (o->file && !run_file(r, o))
		return;
	if (o->from_stdin && !run_stdin(r))
		return;
	if (scripted && !o->interactive)
		return;
	if (isatty(STDIN_FILENO))
		repl_interactive(r);
	else if (!o->from_stdin)
		run_stdin(r);
}

static int serve(const struct options *o)
{
	return serve_device(&(struct serve_options){ .socket_path = o->serve,
						     .spec = o->spec,
						     .faults = o->faults,
						     .fault_count = o->fault_count,
						     .trace = o->trace,
						     .quiet = o->quiet,
						     .verbose = o->verbose });
}

static void free_options(struct options *o)
{
	free(o->commands);
	free(o->faults);
}

int main(int argc, char **argv)
{
	struct options o = { .color = "auto" };
	struct repl r = { .status = 0 };
	const struct session_host host = repl_host(&r);
	int status;

	o.commands = xcalloc((size_t)argc, sizeof(*o.commands));
	o.faults = xcalloc((size_t)argc, sizeof(*o.faults));
	if (!parse_options(argc, argv, &o)) {
		free_options(&o);
		return EXIT_USAGE;
	}
	if (o.serve) {
		status = serve(&o);
		free_options(&o);
		return status;
	}
	signal(SIGPIPE, SIG_DFL);
	r.render = (struct render){ .json = o.json,
				    .quiet = o.quiet,
				    .progress = isatty(STDERR_FILENO),
				    .colour = want_colour(&o, STDOUT_FILENO),
				    .colour_stderr = want_colour(&o, STDERR_FILENO) };
	r.echo = o.echo;
	r.keep_going = o.keep_going;
	r.session = session_create(&host, interrupt_flag());
	r.session->dry_run = o.dry_run;
	r.session->read_only = o.read_only;
	r.session->verbose = o.verbose;
	r.session->output = o.json ? VIEWER_PROGRAM : VIEWER_PERSON;
	find_scripts(r.session->scripts_dir, sizeof(r.session->scripts_dir));
	r.script = script_create();
	script_bind(r.script, r.session);
	interrupt_install(r.script);
	run_all(&r, &o);
	status = r.session->quit && r.session->quit_status ? r.session->quit_status : r.status;
	session_destroy(r.session);
	script_destroy(r.script);
	render_log(&r.render, NULL, SESSION_LOG_NEW, &(struct err)ERR_INIT);
	free_options(&o);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "error: the output could not be written: %s\n", strerror(errno));
		status = status ? status : EXIT_FAILURE;
	}
	return status;
}
