package io.narthex.rules.template;

/// What functions know beside their arguments, and what one expansion may still use.
record Environment(TemplateContext context, Budget budget) {}
