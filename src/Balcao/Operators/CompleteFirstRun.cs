using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Operators;

/// <summary>The first person who enters the code from the log becomes the first operator; later requests are refused.</summary>
public static class CompleteFirstRun
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/installation/operator", Handle).AllowAnonymous().RequireRateLimiting(RateLimits.Codes).WithMetadata(new WithoutUnitOfWork())
        .WithName(nameof(CompleteFirstRun)).WithSummary("Create the first operator").WithTags("Installation")
        .Refuses(OperatorRefusals.CodeWrong, OperatorRefusals.AlreadyDone, InputRefusals.Required("name"), AgentRefusals.PasswordsBusy, LimitRefusals.TooManyRequests)
        .Refuses(Passwords.Refusals)
        .WithExample(new FirstRunRequest { Code = "7K3M-Q2XA-9TBC", Name = "Otávio Reis", Email = "otavio@balcao.example", Password = "uma senha bem longa" });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        FirstRunRequest request, HttpContext http, FirstRunCode code, BalcaoDb db, StorageEngine engine, UnitOfWork work, Passwords passwords, PasswordWork hashing,
        SecurityEvents events, TimeProvider time, CancellationToken ct)
    {
        if (!code.Matches(request.Code))
        {
            await events.RecordAsync(SecurityEventKind.FirstRunCodeWrong, null);
            return OperatorRefusals.CodeWrong.ToProblem();
        }
        if (InputRefusals.Check("name", request.Name, NewAgent.LongestName) is { } nameless) return nameless.ToProblem();
        if (Passwords.Check("password", request.Password, new PasswordOwner(request.Email, request.Name, null)) is { } weak) return weak.ToProblem();
        var operatorId = PersonId.New(time.GetUtcNow());
        if (await hashing.TryRunAsync(http, () => passwords.Hash(new Person(), request.Password), ct) is not { } hash) return PasswordWork.Busy(http);

        await work.BeginWriteAsync(TenantScope.Operators, ct);
        // If two enter the code at the same time, one waits here for the other and is then refused.
        await engine.LockAsync(db, "first-run", ct);
        if (await db.Persons.AnyAsync(ct)) return OperatorRefusals.AlreadyDone.ToProblem();
        if (await NewAgent.CheckEmailAsync(db, "email", request.Email, ct) is { } refusal) return refusal.ToProblem();
        var person = Person.Operator(operatorId, request.Name.Trim(), request.Email.Trim());
        person.ChangePassword(hash);
        db.Add(person);
        events.Add(SecurityEventKind.OperatorCreated, null, person.Id);
        await work.CommitAsync(ct);
        return TypedResults.NoContent();
    }
}
