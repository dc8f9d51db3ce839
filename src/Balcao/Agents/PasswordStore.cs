using System.Linq.Expressions;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>Changes passwords in a unit of work of its own, because hashing must not run inside one.</summary>
internal static class PasswordStore
{
    extension(BalcaoDb db)
    {
        /// <summary>Changes the password, which ends every sign-in and password link of the person.</summary>
        /// <returns>Null if the person was changed in the meantime, is disabled or gone.</returns>
        public async Task<Person?> TryChangePasswordAsync(
            UnitOfWork work, SignIns signIns, SecurityEvents events, ChangedPassword change, CancellationToken ct)
        {
            await work.BeginWriteAsync(TenantScope.OfPerson(change.Tenant), ct);
            var allowed = db.Persons.Where(p => p.Id == change.Person && p.TenantId == change.Tenant && p.IsEnabled).Where(change.Condition);
            if (await allowed.SingleOrDefaultAsync(ct) is not { } person)
            {
                await work.RollbackAsync();
                return null;
            }
            person.ChangePassword(change.Hash);
            person.EmailConfirmed = true;
            // Written first: a sign-in that begins at the same time either waits for the person's row and finds it changed, or is ended here.
            await db.SaveChangesAsync(ct);
            await signIns.EndAllAsync(person.Id, person.TenantId, ct);
            events.Add(change.Kind, person.TenantId, person.Id);
            await work.CommitAsync(ct);
            return person;
        }
    }
}

/// <summary>A new password for a person.</summary>
/// <param name="Condition">Was true of the person when the change was allowed, and must still be.</param>
/// <param name="Kind">The event that records the change.</param>
internal sealed record ChangedPassword(Guid Person, TenantId? Tenant, Expression<Func<Person, bool>> Condition, string Hash, SecurityEventKind Kind);
