using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>
/// Counts passwords tried and changes passwords, each in a unit of work of its own, because hashing must not run inside
/// one.
/// </summary>
internal static class PasswordStore
{
    extension(BalcaoDb db)
    {
        /// <summary>
        /// Counts a wrong password; a right one resets the count, unless the person is locked out, disabled or was changed in the
        /// meantime. It is one conditional statement, so that simultaneous tries are all counted.
        /// </summary>
        /// <returns>Whether the person may sign in.</returns>
        public async Task<bool> TryEnterAsync(UnitOfWork work, Person person, bool passwordMatches, DateTimeOffset now)
        {
            // The try is counted even if the client has cancelled the request.
            var ct = CancellationToken.None;
            await work.BeginWriteAsync(TenantScope.OfPerson(person.TenantId), ct);
            var mayEnter = false;
            var notLocked = db.Persons.Where(p => p.Id == person.Id && (p.LockoutEnd == null || p.LockoutEnd <= now));
            if (passwordMatches)
            {
                mayEnter = await notLocked.Where(p => p.IsEnabled && p.SecurityStamp == person.SecurityStamp).ExecuteUpdateAsync(set => set
                    .SetProperty(p => p.AccessFailedCount, 0)
                    .SetProperty(p => p.LockoutEnd, (DateTimeOffset?)null), ct) == 1;
            }
            else
            {
                DateTimeOffset? end = now + Person.LockedFor;
                await notLocked.ExecuteUpdateAsync(set => set
                    .SetProperty(p => p.LockoutEnd, p => p.AccessFailedCount + 1 >= Person.MostFailures ? end : p.LockoutEnd)
                    .SetProperty(p => p.AccessFailedCount, p => p.AccessFailedCount + 1 >= Person.MostFailures ? 0 : p.AccessFailedCount + 1), ct);
            }
            await work.CommitAsync(ct);
            return mayEnter;
        }

        /// <summary>Changes the password, which ends every sign-in and password link of the person.</summary>
        /// <param name="stamp">The person's security stamp when the change was allowed.</param>
        /// <returns>Null if the person was changed in the meantime, is disabled or gone.</returns>
        public async Task<Person?> TryChangePasswordAsync(UnitOfWork work, Feed feed, Guid id, string stamp, string hash, CancellationToken ct)
        {
            // A person's tenant never changes, so it may be read in an earlier transaction.
            await work.BeginReadAsync(TenantScope.Nobody, ct);
            var tenant = await db.PersonWithId(id).Select(p => p.TenantId).SingleOrDefaultAsync(ct);
            await work.CommitAsync(ct);

            await work.BeginWriteAsync(TenantScope.OfPerson(tenant), ct);
            if (await db.Persons.SingleOrDefaultAsync(p => p.Id == id && p.SecurityStamp == stamp && p.IsEnabled, ct) is not { } person)
            {
                await work.RollbackAsync();
                return null;
            }
            person.ChangePassword(hash);
            person.EmailConfirmed = true;
            if (tenant is { } home) feed.AccessChanged(home, new(id));
            await work.CommitAsync(ct);
            return person;
        }
    }
}
