package io.pagenow.presence.rest;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.tracking.NotAFriendException;
import io.pagenow.presence.wire.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Answers every failure of a resource with a problem body. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());

  private static final int RETRY_SECONDS = 5;

  @Override
  public Response toResponse(Throwable failure) {
    if (failure instanceof NotAFriendException) {
      return problem(
          Response.status(Status.FORBIDDEN),
          "Only their accepted friends see the presence of a user");
    }
    if (failure instanceof UnavailableException unavailable) {
      return problem(
          Response.status(Status.SERVICE_UNAVAILABLE)
              .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS),
          unavailable.detail());
    }
    if (failure instanceof WebApplicationException refused) {
      // From the container: no such path, method or media type. Keeps its headers, such as Allow.
      return problem(Response.fromResponse(refused.getResponse()), detail(refused));
    }
    LOG.log(Level.SEVERE, "A request failed", failure);
    return problem(Response.serverError(), "The request could not be answered");
  }

  private static String detail(WebApplicationException refused) {
    // Not the container's own words, which may repeat the request.
    return switch (refused.getResponse().getStatus()) {
      case 404 -> "There is no such resource";
      case 405 -> "The resource does not take this method";
      case 406 -> "The resource has no representation of an accepted media type";
      default -> "The request cannot be answered";
    };
  }

  private static Response problem(Response.ResponseBuilder response, String detail) {
    Response.StatusType status = response.build().getStatusInfo();
    Problem problem = new Problem(status.getStatusCode(), status.getReasonPhrase(), detail);
    return response.type(Problem.MEDIA_TYPE).entity(problem.json()).build();
  }
}
