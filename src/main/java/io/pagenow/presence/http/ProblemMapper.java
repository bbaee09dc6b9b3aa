package io.pagenow.presence.http;

import io.pagenow.presence.model.UnavailableException;
import io.pagenow.presence.presence.query.NotAFriendException;
import io.pagenow.presence.protocol.Problem;
import io.pagenow.presence.protocol.ProblemType;
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
          ProblemType.NOT_A_FRIEND,
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
      // The container found no such path, method or media type. Keeps its headers, such as Allow.
      Response response = refused.getResponse();
      return problem(Response.fromResponse(response), Problems.detail(response.getStatus()));
    }
    LOG.log(Level.SEVERE, "A request failed", failure);
    return problem(Response.serverError(), Problems.detail(500));
  }

  private static Response problem(Response.ResponseBuilder response, String detail) {
    int status = response.build().getStatus();
    return problem(ProblemType.of(status), response, detail);
  }

  private static Response problem(
      ProblemType type, Response.ResponseBuilder response, String detail) {
    Response.StatusType status = response.build().getStatusInfo();
    Problem problem = new Problem(type, status.getStatusCode(), status.getReasonPhrase(), detail);
    return response.type(Problem.MEDIA_TYPE).entity(problem.json()).build();
  }
}
