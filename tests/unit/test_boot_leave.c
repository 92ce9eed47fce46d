/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of a DSP that stays on when its device is detached. */
#include <criterion/criterion.h>

#include <string.h>
#include <unistd.h>

#include "commands/session.h"
#include "tests/unit/session_rig.h"

#define IMAGE "/tmp/boot-leave.ri"

static void run(const char *statement)
{
	struct script_error error;
	struct value *value = NULL;
	bool is_command;

	cr_assert(script_eval(rig_script, statement, NULL, 1, &value, &is_command, &error),
		  "%s: %s", statement, error.err.msg);
	value_destroy(value);
}

static void setup(void)
{
	session_rig_firmware(IMAGE, FWBUILD_CAVS_V2, 3);
	session_rig_begin("scripts", "sim:tgl");
	rig_session->current->dev->outlives_close = true;
}

static void teardown(void)
{
	session_rig_end();
	unlink(IMAGE);
}

TestSuite(boot_leave, .init = setup, .fini = teardown);

static bool is_told(void)
{
	return strstr(strbuf_text(&rig_seen), "d0: the DSP stays on");
}

Test(boot_leave, a_dsp_that_stays_on_is_told_with_the_way_to_switch_it_off)
{
	const struct device *dev = rig_session->current->dev;
	uint64_t accesses;

	run("boot run " IMAGE);
	accesses = dev->reads + dev->writes;
	run("dsp status");
	cr_assert_not(is_told());
	cr_assert_gt(dev->reads + dev->writes, accesses);
	run("detach");
	cr_assert(is_told());
	cr_assert(strstr(strbuf_text(&rig_seen), "attach sim:tgl; dsp probe; dsp off"));
}

Test(boot_leave, that_way_works)
{
	run("boot run " IMAGE);
	run("dsp probe");
	run("dsp off");
	run("detach");
	cr_assert_not(is_told());
}

Test(boot_leave, a_new_probe_switches_nothing_off)
{
	run("boot run " IMAGE);
	run("dsp probe");
	run("detach");
	cr_assert(is_told());
}

Test(boot_leave, the_kernel_that_asks_gets_it_and_the_note_too)
{
	run("boot run " IMAGE);
	run("sim fault wanted on");
	session_detach(rig_session, rig_session->current);
	cr_assert(is_told());
}

Test(boot_leave, nothing_is_said_of_a_dsp_that_was_not_booted_or_is_off_or_ends)
{
	run("dsp probe");
	run("detach");
	cr_assert_not(is_told());

	run("attach sim:tgl -as d0");
	rig_session->current->dev->outlives_close = true;
	run("boot run " IMAGE);
	run("dsp off");
	run("detach");
	cr_assert_not(is_told());

	run("attach sim:tgl -as d0");
	rig_session->current->dev->outlives_close = true;
	run("boot run " IMAGE);
	run("boot reset");
	run("detach");
	cr_assert_not(is_told());

	run("attach sim:tgl -as d0");
	run("boot run " IMAGE);
	run("detach");
	cr_assert_not(is_told());
}

Test(boot_leave, a_reset_of_the_function_switches_it_off)
{
	run("boot run " IMAGE);
	run("reset");
	run("detach");
	cr_assert_not(is_told());
}
