package io.agentrunner.steps;

import io.agentrunner.catalog.CelTemplates;
import io.agentrunner.catalog.Secrets;
import io.agentrunner.catalog.Templates;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The catalogue's beans, as long as it doesn't bring its own. */
@ApplicationScoped
class CatalogStandIn {

    @Produces
    @Singleton
    @DefaultBean
    Templates templates() {
        return new CelTemplates();
    }

    @Produces
    @Singleton
    @DefaultBean
    Secrets secrets() {
        return Secrets.from(System.getenv());
    }
}
