/* SPDX-License-Identifier: EUPL-1.2 */
/* Every page of the product: method, path, handler, permission, flags. There
 * is no default permission; a public page says ANYONE. */
#include "web/routes.h"

#include "domain/act.h"
#include "web/pages.h"

const struct route routes[] = {
	/* public */
	{"GET", "/", page_home, ANYONE, 0},
	{"GET", "/help", page_help, ANYONE, 0},
	{"GET", "/privacy", page_privacy, ANYONE, 0},
	{"GET", "/accessibility", page_accessibility, ANYONE, 0},
	{"POST", "/language", page_language, ANYONE, 0},
	{"GET", "/readyz", page_ready, ANYONE, ROUTE_PLAIN},
	/* signing in, links, the own account */
	{"GET", "/sign-in", page_sign_in, ANYONE, ROUTE_TOKEN},
	{"POST", "/sign-in", page_sign_in_post, ANYONE, ROUTE_TOKEN},
	{"GET", "/sign-in/code", page_sign_in_code, ANYONE, ROUTE_TOKEN},
	{"POST", "/sign-in/code", page_sign_in_code_post, ANYONE, ROUTE_TOKEN},
	{"GET", "/sign-in/again", page_sign_in_again, SIGNED_IN, ROUTE_TOKEN},
	{"POST", "/sign-in/again", page_sign_in_again_post, SIGNED_IN,
	    ROUTE_TOKEN},
	{"POST", "/sign-out", page_sign_out, ANYONE, 0},
	{"GET", "/forgot", page_forgot, ANYONE, 0},
	{"POST", "/forgot", page_forgot_post, ANYONE, 0},
	{"GET", "/slip", page_slip, ANYONE, ROUTE_TOKEN},
	{"POST", "/slip", page_slip_post, ANYONE, ROUTE_TOKEN},
	{"GET", "/i/*token", page_invitation, ANYONE, ROUTE_TOKEN},
	{"POST", "/i/*token", page_invitation_post, ANYONE, ROUTE_TOKEN},
	{"GET", "/mode", page_mode, SIGNED_IN, 0},
	{"POST", "/mode", page_mode_post, SIGNED_IN, 0},
	{"GET", "/account", page_account, SIGNED_IN, 0},
	{"POST", "/account/sessions", page_account_sessions_post, SIGNED_IN, 0},
	{"GET", "/account/password", page_account_password, SIGNED_IN, 0},
	{"POST", "/account/password", page_account_password_post, SIGNED_IN, 0},
	{"GET", "/account/email", page_account_email, SIGNED_IN, 0},
	{"POST", "/account/email", page_account_email_post, SIGNED_IN, 0},
	{"GET", "/account/factor", page_factor, SIGNED_IN, ROUTE_TOKEN},
	{"POST", "/account/factor", page_factor_post, SIGNED_IN, ROUTE_TOKEN},
	{"GET", "/account/factor/new", page_factor_new, SIGNED_IN, ROUTE_TOKEN},
	{"POST", "/account/factor/codes", page_factor_codes_post, SIGNED_IN,
	    ROUTE_TOKEN | ROUTE_FRESH},
	{"POST", "/account/factor/remove", page_factor_remove_post, SIGNED_IN,
	    ROUTE_FRESH},
	/* who has access */
	{"GET", "/operator/staff", page_staff, ROLE_OPERATOR, 0},
	{"POST", "/operator/staff", page_staff_post, ROLE_OPERATOR, 0},
	{"POST", "/operator/staff/end", page_staff_end_post, ROLE_OPERATOR, 0},
	{"POST", "/operator/staff/cancel", page_staff_cancel_post,
	    ROLE_OPERATOR, 0},
	{"GET", "/s/:inst/start", page_checklist, ROLE_ADMIN, 0},
	{"GET", "/s/:inst/access", page_access, ROLE_ADMIN, 0},
	{"GET", "/s/:inst/access/class/:id", page_access_class, ROLE_ADMIN, 0},
	{"POST", "/s/:inst/access/invite", page_access_invite_post, ROLE_ADMIN,
	    0},
	{"POST", "/s/:inst/access/resume", page_access_resume_post, ROLE_ADMIN,
	    0},
	{"POST", "/s/:inst/access/slips", page_access_slips_post, ROLE_ADMIN,
	    ROUTE_TOKEN},
	{"GET", "/readyz", page_ready, ANYONE, ROUTE_PLAIN},
};
const size_t routes_n = sizeof(routes) / sizeof(routes[0]);
